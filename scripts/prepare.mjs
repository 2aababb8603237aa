/**
 * Makes a checkout ready to run: dependencies as in package-lock.json, dist/ as in the sources. Everything is said
 * on standard error, because standard output belongs to the program that runs next.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

export const root = dirname(dirname(fileURLToPath(import.meta.url))); // import.meta.dirname is newer than some Nodes
export const buildStamp = join(root, 'dist', '.built');

const lockPath = join(root, '.data', 'prepare.lock');
const lockPollMs = 200;
const buildInputs = [
  'src',
  'migrations',
  'bench',
  'ormconfig.ts',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
];

/** A failure whose message says all there is to know: it is shown without a stack. */
export class Failure extends Error {}

/** The project's own Node 24 where npm could install it, else the Node this script runs on. */
export function projectNode() {
  const own = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  return existsSync(own) && spawnSync(own, ['--version'], { stdio: 'ignore' }).status === 0
    ? own
    : process.execPath;
}

export function say(line) {
  process.stderr.write(`genonaut: ${line}\n`);
}

function npm(...args) {
  const options = { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' };
  const { status } = spawnSync('npm', args, options);
  if (status !== 0) throw new Failure(`'npm ${args.join(' ')}' failed`);
}

function readPackages(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

/** Compares versions rather than file times, which a fresh `git checkout` makes new without a change. */
function areDependenciesCurrent() {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!installed) return false;
  const wanted = Object.entries(readPackages(join(root, 'package-lock.json'))).filter(
    ([path]) => path !== '',
  );
  return wanted.every(([path, { version, optional, devOptional, peer }]) => {
    const mayBeAbsent = optional || devOptional || peer;
    return installed[path] ? installed[path].version === version : mayBeAbsent;
  });
}

/** The newest change below a path; folders count too, since a removed file shows only there. */
function newestChange(path) {
  const stats = statSync(path);
  const inside = stats.isDirectory() ? readdirSync(path).map((name) => newestChange(join(path, name))) : [];
  return Math.max(stats.mtimeMs, ...inside);
}

function isBuildCurrent() {
  if (!existsSync(buildStamp)) return false;
  const builtAt = statSync(buildStamp).mtimeMs;
  return buildInputs.every((input) => newestChange(join(root, input)) <= builtAt);
}

function build() {
  say('building');
  const startedAt = new Date();
  npm('run', '--silent', 'build');
  utimesSync(buildStamp, startedAt, startedAt); // a source edited during the build is newer than the build
}

/** Of two that find a dead holder's lock, the one whose rename succeeds removes it. */
function removeStaleLock() {
  const claimed = `${lockPath}.${process.pid}`;
  try {
    if (isProcessAlive(Number(readFileSync(lockPath, 'utf8')))) return false;
    renameSync(lockPath, claimed);
    rmSync(claimed, { force: true });
    return true;
  } catch (error) {
    if (error.code === 'ENOENT') return true; // released in between
    throw error;
  }
}

function isProcessAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Two `npm start` in two terminals must not install or build at the same time. */
async function withPreparationLock(work) {
  mkdirSync(dirname(lockPath), { recursive: true });
  for (;;) {
    try {
      writeFileSync(lockPath, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!removeStaleLock()) await sleep(lockPollMs);
    }
  }
  try {
    work();
  } finally {
    rmSync(lockPath, { force: true });
  }
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Failure(`Node ${process.versions.node} is too old: install Node 20.19 or newer`);
  }
}

export async function prepare() {
  refuseOldNode();
  if (areDependenciesCurrent() && isBuildCurrent()) return;
  await withPreparationLock(() => {
    if (!areDependenciesCurrent()) {
      say('installing dependencies');
      // Named, because a caller's `npm run --silent` would silence why the installation failed.
      // With the build tools also where NODE_ENV is production.
      npm('ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error');
    }
    if (!isBuildCurrent()) build();
  });
}
