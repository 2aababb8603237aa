/**
 * One PostgreSQL and one Redis per data dir, shared by every process that asks: the first one starts them, later
 * ones join, the last one to release them stops them. Both run detached from the terminal. A process that died
 * without releasing is not counted, and servers it left behind are joined by the next start. All of this happens
 * under one lock file, so that processes which start or stop at the same moment cannot see a half-done state.
 */
import { DataDir } from './data-dir.js';
import { withLock } from './lock-file.js';
import { findFreePort, isPortFree } from './ports.js';
import { EmbeddedPostgres } from './postgres.js';
import { EmbeddedRedis } from './redis.js';
import { type EmbeddedServer, type ServerName, waitUntil } from './server-process.js';

export interface EmbeddedServersOptions {
  dataDir: string;
  /** Whether the data must outlive a crash of the machine; false for test data. */
  durable: boolean;
  log: (line: string) => void;
  /** Which servers are wanted: both unless told. */
  only?: ServerName;
}

export interface EmbeddedServers {
  databaseUrl(database: string): string;
  readonly redisUrl: string;
  /** Gives the servers up; the last process to do so stops them. */
  release(): Promise<void>;
}

const lockTimeoutMs = 300_000; // the holder may be installing Redis
const joinTimeoutMs = 120_000;
const portAttempts = 3;

class ServerPair {
  private readonly dataDir: DataDir;
  readonly postgres: EmbeddedPostgres;
  readonly redis: EmbeddedRedis;

  constructor(private readonly options: EmbeddedServersOptions) {
    const { durable, log } = options;
    this.dataDir = new DataDir(options.dataDir);
    this.postgres = new EmbeddedPostgres(this.dataDir, durable);
    this.redis = new EmbeddedRedis(this.dataDir, durable, log);
  }

  /** Answers the way to give the wanted servers up again. */
  async acquire(): Promise<() => Promise<void>> {
    const { only } = this.options;
    const wanted = this.all().filter((server) => !only || server.name === only);
    return this.inLock(async () => {
      const removeUser = this.dataDir.addUser();
      const outcomes = await Promise.allSettled(wanted.map((server) => this.startOrJoin(server)));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (!failed) return () => this.inLock(() => this.giveUp(removeUser));
      await this.giveUp(removeUser);
      throw failed.reason;
    });
  }

  portOf(server: EmbeddedServer): number {
    const { only } = this.options;
    const port = this.dataDir.readPorts()[server.name];
    if (port === undefined || (only && only !== server.name))
      throw new Error(`${server.title} was not asked for`);
    return port;
  }

  private all(): EmbeddedServer[] {
    return [this.postgres, this.redis];
  }

  private async giveUp(removeUser: () => void): Promise<void> {
    removeUser();
    if (this.dataDir.hasUsers()) return;
    const ports = this.dataDir.readPorts();
    await Promise.all(this.all().map((server) => server.stop(ports[server.name])));
  }

  private async startOrJoin(server: EmbeddedServer): Promise<void> {
    const remembered = this.dataDir.readPorts()[server.name];
    if (remembered !== undefined && (await this.canJoin(server, remembered))) return;
    const isFree = remembered !== undefined && (await isPortFree(remembered));
    await this.start(server, isFree ? remembered : await this.findPort(server));
  }

  /** A server left behind by a launcher that was killed may still be replaying its log: wait for it. */
  private async canJoin(server: EmbeddedServer, port: number): Promise<boolean> {
    let state = await server.probe(port);
    if (state === 'starting') {
      await waitUntil(async () => (state = await server.probe(port)) !== 'starting', joinTimeoutMs);
    }
    return state === 'up';
  }

  private async start(server: EmbeddedServer, port: number, attempt = 1): Promise<void> {
    // Noted before the start, so that a server outliving a launcher killed right here is found again.
    this.dataDir.writePorts({ ...this.dataDir.readPorts(), [server.name]: port });
    const startedAt = performance.now();
    try {
      await server.start(port);
    } catch (error) {
      if (attempt === portAttempts || (await isPortFree(port))) throw error;
      return this.start(server, await this.findPort(server), attempt + 1); // somebody was quicker to take the port
    }
    const elapsedMs = Math.round(performance.now() - startedAt);
    this.options.log(`${server.title} on 127.0.0.1:${port}, started in ${elapsedMs} ms`);
  }

  private findPort(server: EmbeddedServer): Promise<number> {
    return findFreePort(`${server.name} ${this.dataDir.path}`);
  }

  private inLock<T>(work: () => Promise<T>): Promise<T> {
    const onWait = (pid: number): void => {
      this.options.log(
        `waiting for process ${pid}, which is starting or stopping the servers of ${this.dataDir.path}`,
      );
    };
    return withLock(this.dataDir.file('servers.lock'), { timeoutMs: lockTimeoutMs, onWait }, work);
  }
}

/** Starts or joins the servers of a data dir and counts this process among their users until it releases them. */
export async function acquireServers(options: EmbeddedServersOptions): Promise<EmbeddedServers> {
  const pair = new ServerPair(options);
  const release = await pair.acquire();
  let released: Promise<void> | undefined;
  return {
    databaseUrl: (database) => pair.postgres.url(pair.portOf(pair.postgres), database),
    get redisUrl() {
      return pair.redis.url(pair.portOf(pair.redis));
    },
    release: () => (released ??= release()),
  };
}
