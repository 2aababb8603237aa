import { join } from 'node:path';
import { type AppConfig } from '../../src/config/app-config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { projectRoot } from '../../src/config/project-root.js';
import { acquireServers } from '../../src/embedded/servers.js';

export interface BenchServersOptions {
  /** A folder below .data, so that benches keep out of each other's way. */
  readonly dataDir: string;
  /** Whether PostgreSQL and Redis run as the product runs them, or as tests do, where nothing waits for the disk. */
  readonly durable: boolean;
}

/** Servers of the bench's own for the time of some work, which is handed the configuration of any database on them. */
export async function withBenchServers(
  { dataDir, durable }: BenchServersOptions,
  work: (configFor: (database: string) => AppConfig) => Promise<void>,
): Promise<void> {
  const log = (line: string): boolean => process.stderr.write(`${line}\n`);
  const servers = await acquireServers({ dataDir: join(projectRoot, '.data', dataDir), durable, log });
  try {
    await work((database) =>
      loadConfig({ variables: { APP_ENV: 'test' } }).with({
        connections: { databaseUrl: servers.databaseUrl(database), redisUrl: servers.redisUrl },
      }),
    );
  } finally {
    await servers.release();
  }
}
