import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Environment, environments } from '../config/environment.js';
import { isRunning, type ProcessName, thisProcess } from './process-start.js';

interface Note extends ProcessName {
  environment: Environment;
}

function notePath(dataDir: string): string {
  return join(dataDir, 'environment.json');
}

function readNote(dataDir: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(notePath(dataDir), 'utf8')) as Note;
  } catch {
    return undefined;
  }
}

/** The environment a launcher is running from this data dir, so that commands in another terminal address it. */
export function runningEnvironment(dataDir: string): Environment | undefined {
  const note = readNote(dataDir);
  return note && isRunning(note)
    ? environments.find((environment) => environment === note.environment)
    : undefined;
}

/** Notes that this process runs an environment; answers the way to take that back. */
export function announceEnvironment(dataDir: string, environment: Environment): () => void {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(notePath(dataDir), `${JSON.stringify({ ...thisProcess(), environment })}\n`);
  return () => {
    if (readNote(dataDir)?.pid === process.pid) rmSync(notePath(dataDir), { force: true });
  };
}
