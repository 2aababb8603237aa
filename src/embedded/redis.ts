import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import type { DataDir } from './data-dir.js';
import { isPortFree } from './ports.js';
import { findRedisProgram } from './redis-program.js';
import { processCommand } from './process-start.js';
import { type EmbeddedServer, type ServerState, startServer, waitUntil } from './server-process.js';

const answerTimeoutMs = 5000;
const startTimeoutMs = 60_000; // a long append-only file is read before the first answer
const stopTimeoutMs = 30_000;

/** The Redis server of one data dir. */
export class EmbeddedRedis implements EmbeddedServer {
  readonly name = 'redis';
  readonly title = 'Redis';
  private readonly password: string;

  constructor(
    private readonly dataDir: DataDir,
    private readonly durable: boolean,
    private readonly log: (line: string) => void,
  ) {
    this.password = dataDir.password('redis.password');
  }

  url(port: number): string {
    return `redis://:${this.password}@127.0.0.1:${port}`;
  }

  /** Only a server that takes this data dir's password counts as up. */
  async probe(port: number): Promise<ServerState> {
    return this.withClient(port, async (client) => {
      try {
        await client.connect();
        await client.ping();
        return 'up';
      } catch (error) {
        return (error as Error).message.startsWith('LOADING') ? 'starting' : 'down';
      }
    });
  }

  async start(port: number): Promise<void> {
    this.refuseSecondServer();
    const program = findRedisProgram(this.log);
    const folder = this.dataDir.file('redis');
    mkdirSync(folder, { recursive: true });
    await startServer(
      {
        name: this.title,
        file: program,
        args: ['-'],
        input: this.settings(port),
        cwd: folder,
        logPath: this.dataDir.file('redis.log'),
      },
      () => this.probe(port),
      startTimeoutMs,
    );
  }

  async stop(port: number | undefined): Promise<void> {
    if (port === undefined || (await this.probe(port)) === 'down') return;
    // The answer to SHUTDOWN is the end of the connection.
    await this.withClient(port, (client) => client.shutdown().catch(() => undefined));
    if (!(await waitUntil(() => isPortFree(port), stopTimeoutMs))) {
      throw new Error(`Redis on port ${port} did not stop within ${stopTimeoutMs / 1000} s`);
    }
  }

  /** Two servers on one folder would ruin its append-only file, and Redis itself does not look. */
  private refuseSecondServer(): void {
    if (!existsSync(this.pidPath)) return;
    const pid = Number.parseInt(readFileSync(this.pidPath, 'utf8'), 10);
    if (processCommand(pid)?.includes('-server 127.0.0.1:')) {
      throw new Error(
        `Redis runs as process ${pid} but does not answer; if that is another Redis, remove ${this.pidPath}`,
      );
    }
  }

  private get pidPath(): string {
    return this.dataDir.file('redis.pid');
  }

  private settings(port: number): string {
    const persistence = this.durable ? ['appendonly yes', 'appendfsync everysec'] : ['appendonly no'];
    return [
      'bind 127.0.0.1',
      `port ${port}`,
      `requirepass ${this.password}`,
      'maxmemory-policy noeviction',
      'save ""',
      `pidfile "${this.pidPath}"`,
      ...persistence,
      '',
    ].join('\n');
  }

  private async withClient<T>(port: number, work: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.url(port), {
      lazyConnect: true,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
      connectTimeout: answerTimeoutMs,
      commandTimeout: answerTimeoutMs, // whatever listens on the port may never answer
      enableReadyCheck: false,
    });
    client.on('error', () => undefined); // the command that fails says so
    try {
      return await work(client);
    } finally {
      // Disconnecting what the server has closed already would leave a timer behind.
      if (client.status !== 'end') client.disconnect();
    }
  }
}
