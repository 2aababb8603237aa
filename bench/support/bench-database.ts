import pg from 'pg';
import sql, { raw } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import type { AppConfig } from '../../src/config/app-config.js';
import { createDataSource } from '../../src/database/data-source.js';
import { migrate } from '../../src/database/migrations.js';
import { runSql } from '../../src/database/run-sql.js';
import { createDatabaseIfMissing } from '../../src/embedded/create-database.js';
import { withBenchServers } from './bench-servers.js';

/** Drops what the database holds, on a connection to another database of the same server. */
export async function dropDatabase(admin: AppConfig, name: string): Promise<void> {
  const dataSource = await createDataSource(admin).initialize();
  try {
    await runSql(dataSource, sql`DROP DATABASE IF EXISTS ${raw(pg.escapeIdentifier(name))} WITH (FORCE)`);
  } finally {
    await dataSource.destroy();
  }
}

export async function createMigratedDatabase(config: AppConfig): Promise<void> {
  await createDatabaseIfMissing(config.databaseUrl);
  await migrate(createDataSource(config));
}

/** A migrated database of the bench's own on the throw-away servers, gone when the work is done. */
export async function withBenchDatabase(
  bench: string,
  work: (dataSource: DataSource, config: AppConfig) => Promise<void>,
): Promise<void> {
  const name = `bench_${bench}`;
  await withBenchServers({ dataDir: 'bench', durable: false }, async (configFor) => {
    const [admin, config] = [configFor('postgres'), configFor(name)];
    await dropDatabase(admin, name);
    try {
      await createMigratedDatabase(config);
      const dataSource = await createDataSource(config).initialize();
      await work(dataSource, config).finally(() => dataSource.destroy());
    } finally {
      await dropDatabase(admin, name);
    }
  });
}
