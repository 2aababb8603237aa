import { execFile } from 'node:child_process';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { DataDir } from './data-dir.js';
import { openPostgresHome, type PostgresHome } from './postgres-home.js';
import { processCommand } from './process-start.js';
import { type EmbeddedServer, type ServerState, startServer, waitUntil } from './server-process.js';

const superuser = 'postgres';
const startTimeoutMs = 120_000; // recovery after a power cut replays the whole WAL
const stopTimeoutMs = 30_000;

const commonSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // its path would exceed the system's limit in a deep checkout
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '200',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
};

/** The last half second of commits may be lost with the machine, never their consistency. */
const durableSettings = { ...commonSettings, synchronous_commit: 'off' };

/** Data that a test run makes anew: nothing waits for the disk. */
const throwawaySettings = {
  ...commonSettings,
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum_naptime: '10min', // its visits would keep a template database from being cloned
};

/** The PostgreSQL server of one data dir. */
export class EmbeddedPostgres implements EmbeddedServer {
  readonly name = 'postgres';
  readonly title = 'PostgreSQL';
  private readonly password: string;
  private openedHome: PostgresHome | undefined;

  constructor(
    private readonly dataDir: DataDir,
    private readonly durable: boolean,
  ) {
    this.password = dataDir.password('postgres.password');
  }

  url(port: number, database: string): string {
    return `postgres://${superuser}:${this.password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  }

  /** Only a server that takes this data dir's password counts as up. */
  async probe(port: number): Promise<ServerState> {
    const client = new pg.Client({
      connectionString: this.url(port, 'postgres'),
      connectionTimeoutMillis: 5000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return 'up';
    } catch (error) {
      return error instanceof pg.DatabaseError && error.code === '57P03' ? 'starting' : 'down';
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async start(port: number): Promise<void> {
    await this.createCluster();
    this.clearStalePid();
    const settings = this.durable ? durableSettings : throwawaySettings;
    await startServer(
      {
        name: this.title,
        file: this.home.postgres,
        args: [
          ...['-D', this.clusterPath, '-p', String(port)],
          ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
        ],
        cwd: this.home.folder,
        logPath: this.dataDir.file('postgres.log'),
        user: this.home.user,
      },
      () => this.probe(port),
      startTimeoutMs,
    );
  }

  /** A fast shutdown: sessions are ended, everything is written. */
  async stop(port: number | undefined): Promise<void> {
    if (port === undefined) return;
    const pid = this.readPid();
    if (pid === undefined) return;
    process.kill(pid, 'SIGINT');
    if (!(await waitUntil(() => !existsSync(this.pidPath), stopTimeoutMs))) {
      throw new Error(`PostgreSQL (process ${pid}) did not stop within ${stopTimeoutMs / 1000} s`);
    }
  }

  /** Opened when first needed: with DATABASE_URL set the programs need not be installed. */
  private get home(): PostgresHome {
    return (this.openedHome ??= openPostgresHome(this.dataDir));
  }

  private get clusterPath(): string {
    return join(this.home.folder, 'data');
  }

  private get pidPath(): string {
    return join(this.clusterPath, 'postmaster.pid');
  }

  /** The server's pid, if the process of that number really is a PostgreSQL on this cluster. */
  private readPid(): number | undefined {
    if (!existsSync(this.pidPath)) return undefined;
    const pid = Number.parseInt(readFileSync(this.pidPath, 'utf8'), 10);
    return processCommand(pid)?.includes(this.clusterPath) ? pid : undefined;
  }

  /** After a crash and a reboot the number may be another process's, and PostgreSQL would refuse to start. */
  private clearStalePid(): void {
    if (this.readPid() === undefined) rmSync(this.pidPath, { force: true });
  }

  private async createCluster(): Promise<void> {
    if (existsSync(this.clusterPath) && this.hasCurrentVersion()) return;
    const draft = join(this.home.folder, 'data.new');
    const passwordFile = join(this.home.folder, 'initdb.password');
    rmSync(draft, { recursive: true, force: true });
    writeFileSync(passwordFile, this.password, { mode: 0o600 });
    if (this.home.user) chownSync(passwordFile, this.home.user.uid, this.home.user.gid);
    try {
      await promisify(execFile)(
        this.home.initdb,
        [
          ...['-D', draft, '--username', superuser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
          // Sorts by code point, as C does, yet knows the case of every letter, which C does not.
          ...[
            '--encoding',
            'UTF8',
            '--locale',
            'C',
            '--locale-provider',
            'builtin',
            '--builtin-locale',
            'C.UTF-8',
          ],
          ...['--no-instructions', ...(this.durable ? [] : ['--no-sync'])],
        ],
        { cwd: this.home.folder, timeout: 60_000, ...this.home.user },
      );
    } finally {
      rmSync(passwordFile, { force: true });
    }
    renameSync(draft, this.clusterPath); // a cluster cut short in the making is never taken for one
  }

  /** Test data of another major version is discarded; other data is its owner's to move. */
  private hasCurrentVersion(): boolean {
    const version = readFileSync(join(this.clusterPath, 'PG_VERSION'), 'utf8').trim();
    if (version === this.home.majorVersion) return true;
    if (this.durable) {
      throw new Error(
        `${this.clusterPath} was made by PostgreSQL ${version}, not ${this.home.majorVersion}: ` +
          'dump it with that version, or remove it to start afresh',
      );
    }
    rmSync(this.clusterPath, { recursive: true });
    return false;
  }
}
