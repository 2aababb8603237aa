import { spawnSync } from 'node:child_process';

const programs = ['redis-server', 'valkey-server'];
const oldestVersion = 6.2; // XAUTOCLAIM

/** Keeps the package's start-up script from running a second server, on 6379, that nobody asked for. */
const aptScript = `
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > "$policy" && chmod +x "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y --no-install-recommends redis-server; }
install 2>/dev/null || { apt-get update && install; }`;

interface Installer {
  manager: string;
  command: string;
  needsRoot: boolean;
  script?: string;
}

const installers: Installer[] = [
  { manager: 'apt-get', command: 'apt-get install redis-server', needsRoot: true, script: aptScript },
  { manager: 'dnf', command: 'dnf install -y redis', needsRoot: true },
  { manager: 'apk', command: 'apk add redis', needsRoot: true },
  { manager: 'zypper', command: 'zypper --non-interactive install redis', needsRoot: true },
  { manager: 'pacman', command: 'pacman -S --noconfirm valkey', needsRoot: true },
  { manager: 'brew', command: 'brew install redis', needsRoot: false },
];

function succeeds(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function findOnPath(): string | undefined {
  return programs.find((program) => succeeds(program, '--version'));
}

function checkVersion(program: string): void {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  const version = /v=(\d+\.\d+)/.exec(stdout)?.[1];
  if (version !== undefined && Number(version) < oldestVersion) {
    throw new Error(
      `${program} on the PATH is ${version}; Genonaut needs ${oldestVersion} or later, or set REDIS_URL`,
    );
  }
}

function install({ command, needsRoot, script = command }: Installer, log: (line: string) => void): void {
  const [program, ...prefix] = needsRoot && process.getuid?.() !== 0 ? ['sudo', '-n', 'sh'] : ['sh'];
  log(`Redis is missing; installing it: ${command}`);
  // Standard output may be a program's JSON: the package manager reports beside it.
  const { status } = spawnSync(program, [...prefix, '-c', script], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`'${command}' failed; install Redis yourself or set REDIS_URL`);
}

/**
 * The name of a Redis (or Valkey) server program on the PATH, installed first when it is missing and this account may.
 * @throws Error with the one command to run when it may not.
 */
export function findRedisProgram(log: (line: string) => void): string {
  let program = findOnPath();
  if (!program) {
    const installer = installers.find(({ manager }) => succeeds(manager, '--version'));
    const mayInstall = !installer?.needsRoot || process.getuid?.() === 0 || succeeds('sudo', '-n', 'true');
    if (!installer)
      throw new Error('Redis is missing: install redis-server or valkey-server, or set REDIS_URL');
    if (!mayInstall) throw new Error(`Redis is missing. Install it with:\n\n    sudo ${installer.command}\n`);
    install(installer, log);
    program = findOnPath();
  }
  if (!program) throw new Error(`Redis was installed, yet no ${programs.join(' or ')} is on the PATH`);
  checkVersion(program);
  return program;
}
