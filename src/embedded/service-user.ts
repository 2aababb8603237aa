import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** PostgreSQL refuses to run as root: the unprivileged account it runs as instead. */
export interface ServiceUser {
  name: string;
  uid: number;
  gid: number;
}

function readId(flag: '-u' | '-g', name: string): number {
  return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
}

function findUser(name: string): ServiceUser | undefined {
  try {
    return { name, uid: readId('-u', name), gid: readId('-g', name) };
  } catch {
    return undefined;
  }
}

/** The account for PostgreSQL when this process is root, made if it is missing; undefined for everybody else. */
export function serviceUser(): ServiceUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = findUser('postgres');
  if (existing) return existing;
  spawnSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']);
  const user = findUser('postgres') ?? findUser('nobody');
  if (!user) throw new Error('PostgreSQL cannot run as root and no account named postgres or nobody exists');
  return user;
}

/** Whether every account may enter the folder and all those above it. */
export function isOpenToOthers(folder: string): boolean {
  const isOpen = (statSync(folder).mode & 0o001) !== 0;
  return isOpen && (dirname(folder) === folder || isOpenToOthers(dirname(folder)));
}
