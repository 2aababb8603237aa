import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import type { AppConfig } from '../../src/config/app-config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { projectRoot } from '../../src/config/project-root.js';
import { createDataSource } from '../../src/database/data-source.js';
import { migrate } from '../../src/database/migrations.js';
import { createDatabaseIfMissing } from '../../src/embedded/create-database.js';
import { acquireServers } from '../../src/embedded/servers.js';
import { runSql } from '../../src/database/run-sql.js';
import sql, { raw } from 'sql-template-tag';

/** A migrated database of the bench's own on the throw-away servers, gone when the work is done. */
export async function withBenchDatabase(
  bench: string,
  work: (dataSource: DataSource, config: AppConfig) => Promise<void>,
): Promise<void> {
  const log = (line: string): boolean => process.stderr.write(`${line}\n`);
  const dataDir = join(projectRoot, '.data', 'bench');
  const servers = await acquireServers({ dataDir, durable: false, log });
  const configFor = (database: string): AppConfig =>
    loadConfig({ variables: { APP_ENV: 'test' } }).with({
      connections: { databaseUrl: servers.databaseUrl(database), redisUrl: servers.redisUrl },
    });
  const name = `bench_${bench}`;
  const admin = await createDataSource(configFor('postgres')).initialize();
  const drop = (): Promise<unknown> => runSql(admin, sql`DROP DATABASE IF EXISTS ${raw(name)} WITH (FORCE)`);
  try {
    await drop();
    const config = configFor(name);
    await createDatabaseIfMissing(config.databaseUrl);
    const dataSource = createDataSource(config);
    await migrate(dataSource);
    await dataSource.initialize();
    await work(dataSource, config).finally(() => dataSource.destroy());
  } finally {
    await drop();
    await admin.destroy();
    await servers.release();
  }
}
