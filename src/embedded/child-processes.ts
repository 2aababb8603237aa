import { type ChildProcess, spawn } from 'node:child_process';

const stopTimeoutMs = 20_000; // longer than a process's own limit on finishing its work

/** The processes a launcher runs: when one ends unasked the launcher is told, and all of them end with it. */
export class ChildProcesses {
  private readonly running = new Map<ChildProcess, Promise<void>>();
  private stopping = false;

  constructor(
    private readonly variables: Record<string, string | undefined>,
    private readonly onUnexpectedExit: (reason: string) => void,
  ) {}

  start(name: string, nodeArguments: string[]): void {
    const child = spawn(process.execPath, nodeArguments, {
      env: this.variables,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const ended = new Promise<void>((resolve) => {
      child.once('error', (error) => {
        this.report(`${name} could not be started: ${error.message}`);
        resolve();
      });
      child.once('exit', (code, signal) => {
        this.running.delete(child);
        this.report(`${name} ended unexpectedly (${signal ?? `exit code ${code ?? '?'}`})`);
        resolve();
      });
    });
    this.running.set(child, ended);
  }

  /** Asks all to finish, and ends those that do not. */
  async stop(): Promise<void> {
    this.stopping = true;
    const all = [...this.running.values()];
    this.signal('SIGTERM');
    const timer = setTimeout(() => {
      this.signal('SIGKILL');
    }, stopTimeoutMs);
    await Promise.all(all);
    clearTimeout(timer);
  }

  signal(signal: NodeJS.Signals): void {
    for (const child of this.running.keys()) child.kill(signal);
  }

  private report(reason: string): void {
    if (!this.stopping) this.onUnexpectedExit(reason);
  }
}
