import { linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning, type ProcessName, thisProcess } from './process-start.js';

const pollMs = 25;
const patienceMs = 1000;

interface Holder extends ProcessName {
  token: string;
}

function hasCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Creates the file with its content in one step (a link), so that no reader ever sees it empty. */
function tryCreate(path: string, holder: Holder): boolean {
  const draft = `${path}.${holder.token}`;
  writeFileSync(draft, JSON.stringify(holder));
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

/**
 * Removes the lock of a holder that died. Only one process at a time may, and it looks again once it may:
 * otherwise two of them could each see the dead holder and the slower one remove the quicker one's new lock.
 */
function breakLock(path: string, dead: Holder, self: Holder): void {
  const breaking = `${path}.breaking`;
  if (!tryCreate(breaking, self)) return;
  try {
    if (readHolder(path)?.token === dead.token) unlinkSync(path);
  } finally {
    unlinkSync(breaking);
  }
}

export interface LockOptions {
  timeoutMs: number;
  /** Called once when another process holds the lock for longer than a moment. */
  onWait?: (holderPid: number) => void;
}

/**
 * Runs `work` while no other process on this machine holds the lock file.
 * @throws Error when the holder keeps it longer than the time-out.
 */
export async function withLock<T>(path: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const self: Holder = { ...thisProcess(), token: randomUUID() };
  const startedAt = Date.now();
  let hasTold = false;
  while (!tryCreate(path, self)) {
    const holder = readHolder(path);
    if (!holder) continue;
    const waitedMs = Date.now() - startedAt;
    if (waitedMs > options.timeoutMs) {
      throw new Error(
        `process ${holder.pid} has held ${path} for too long; remove ${path}* if no Genonaut runs`,
      );
    }
    if (!isRunning(holder)) breakLock(path, holder, self);
    else if (!hasTold && waitedMs > patienceMs) {
      options.onWait?.(holder.pid);
      hasTold = true;
    }
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
