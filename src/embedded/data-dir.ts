import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { isRunning, type ProcessName, thisProcess } from './process-start.js';
import type { ServerName } from './server-process.js';

export type ServerPorts = Partial<Record<ServerName, number>>;

/** A file cut short by a crash names nobody who lives. */
function isLiveUser(path: string): boolean {
  try {
    return isRunning(JSON.parse(readFileSync(path, 'utf8')) as ProcessName);
  } catch {
    return false;
  }
}

/** The folder in which one pair of embedded servers keeps its data, its ports and the list of its users. */
export class DataDir {
  readonly path: string;

  constructor(path: string) {
    this.path = resolve(path);
    mkdirSync(this.file('users'), { recursive: true });
  }

  file(name: string): string {
    return join(this.path, name);
  }

  /** The ports of the running servers, or those of the last time; what cannot be read counts as none. */
  readPorts(): ServerPorts {
    try {
      return JSON.parse(readFileSync(this.file('servers.json'), 'utf8')) as ServerPorts;
    } catch {
      return {};
    }
  }

  writePorts(ports: ServerPorts): void {
    const draft = this.file('servers.json.new');
    writeFileSync(draft, `${JSON.stringify(ports, null, 2)}\n`);
    renameSync(draft, this.file('servers.json'));
  }

  /** A password made at the first call and kept readable by its owner only. */
  password(name: string): string {
    const path = this.file(name);
    if (!existsSync(path)) writeFileSync(path, randomUUID(), { mode: 0o600 });
    return readFileSync(path, 'utf8');
  }

  /** Notes this process as a user of the servers; answers the way to take that back. */
  addUser(): () => void {
    const path = join(this.file('users'), `${process.pid}-${randomUUID()}.json`);
    writeFileSync(path, JSON.stringify(thisProcess()));
    return () => {
      rmSync(path, { force: true });
    };
  }

  /** Whether a live process uses the servers; entries of dead ones are cleared away. */
  hasUsers(): boolean {
    const folder = this.file('users');
    const live = readdirSync(folder).filter((name) => {
      if (isLiveUser(join(folder, name))) return true;
      rmSync(join(folder, name), { force: true });
      return false;
    });
    return live.length > 0;
  }
}
