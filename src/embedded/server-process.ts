import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export type ServerName = 'postgres' | 'redis';
export type ServerState = 'up' | 'starting' | 'down';

/** What the two servers have in common for those who start, join and stop them. */
export interface EmbeddedServer {
  readonly name: ServerName;
  readonly title: string;
  probe(port: number): Promise<ServerState>;
  start(port: number): Promise<void>;
  /** Stops it if it runs. */
  stop(port: number | undefined): Promise<void>;
}

export interface ServerCommand {
  name: string;
  file: string;
  args: string[];
  logPath: string;
  cwd: string;
  /** Written to the server's standard input, for what must not show in the process list. */
  input?: string;
  user?: { uid: number; gid: number } | undefined;
}

const pollMs = 10;
const logTailLines = 15;

export function logTail(path: string): string {
  return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-logTailLines).join('\n');
}

/** Starts a server in a process group of its own, so that a Ctrl-C in the terminal does not reach it. */
function spawnServer(command: ServerCommand): ChildProcess {
  const log = openSync(command.logPath, 'w');
  try {
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      detached: true,
      stdio: [command.input === undefined ? 'ignore' : 'pipe', log, log],
      ...command.user,
    });
    child.stdin?.on('error', () => undefined); // a server that exits early says why in its log
    child.stdin?.end(command.input);
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/**
 * Starts a server and waits until `probe` finds it up.
 * @throws Error with the end of its log when it exits early or takes longer than the time-out.
 */
export async function startServer(
  command: ServerCommand,
  probe: () => Promise<ServerState>,
  timeoutMs: number,
): Promise<void> {
  const child = spawnServer(command);
  const failure = { reason: '' };
  child.once('error', (error) => (failure.reason = `could not be started: ${error.message}`));
  child.once(
    'exit',
    (code, signal) => (failure.reason = `exited at once (${signal ?? `code ${code ?? '?'}`})`),
  );
  const deadline = Date.now() + timeoutMs;
  while ((await probe()) !== 'up') {
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      failure.reason = `was not ready after ${timeoutMs / 1000} s`;
    }
    if (failure.reason) throw new Error(`${command.name} ${failure.reason}:\n${logTail(command.logPath)}`);
    await sleep(pollMs);
  }
}

/** Waits until `isDone`; answers whether it came true in time. */
export async function waitUntil(
  isDone: () => Promise<boolean> | boolean,
  timeoutMs: number,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isDone())) {
    if (Date.now() > deadline) return false;
    await sleep(pollMs);
  }
  return true;
}
