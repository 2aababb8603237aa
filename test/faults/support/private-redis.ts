import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { findFreePort } from '../../../src/embedded/ports.js';
import { findRedisProgram } from '../../../src/embedded/redis-program.js';

/** A Redis server of a test's own, which the test may kill, freeze and start again on the same port. */
export class PrivateRedis {
  private server: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async start(): Promise<PrivateRedis> {
    const folder = mkdtempSync(join(tmpdir(), 'genonaut-redis-'));
    const redis = new PrivateRedis(folder, await findFreePort(folder));
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.folder];
    this.server = spawn(
      findRedisProgram(() => undefined),
      settings,
      { stdio: 'ignore' },
    );
    const client = new Redis(this.url, { retryStrategy: () => 10 });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
  }

  /** Ends it without a word; what it held is gone. */
  async kill(): Promise<void> {
    if (!this.server) return;
    const exit = once(this.server, 'exit');
    this.server.kill('SIGKILL');
    await exit;
    this.server = undefined;
  }

  /** Keeps its connections open and answers nothing. */
  freeze(): void {
    this.server?.kill('SIGSTOP');
  }

  thaw(): void {
    this.server?.kill('SIGCONT');
  }

  async close(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true });
  }
}
