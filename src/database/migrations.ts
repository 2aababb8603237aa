import { DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { migrations } from '../../migrations/index.js';

const lockName = 'genonaut migrations';

/**
 * Gives work a connection of its own, without time limits and under a lock that one process at a time holds, so that
 * any number of processes may migrate when they start.
 */
async function withMigrationRunner<T>(
  dataSource: DataSource,
  work: (executor: MigrationExecutor, runner: QueryRunner) => Promise<T>,
): Promise<T> {
  const own = new DataSource({
    ...dataSource.options,
    entities: [],
    migrations,
    poolSize: 1,
  } as typeof dataSource.options);
  await own.initialize();
  try {
    const runner = own.createQueryRunner();
    await runner.query(`
      SET statement_timeout = 0;
      SET lock_timeout = 0;
      SET idle_in_transaction_session_timeout = 0`);
    await runner.query(`SELECT pg_advisory_lock(hashtext($1))`, [lockName]);
    const executor = new MigrationExecutor(own, runner);
    executor.transaction = 'each';
    return await work(executor, runner);
  } finally {
    await own.destroy();
  }
}

/** Runs the pending migrations, each in its own transaction, and answers their names. */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  return await withMigrationRunner(dataSource, async (executor) => {
    const executed = await executor.executePendingMigrations();
    return executed.map(({ name }) => name);
  });
}

/** Undoes the newest migrations, as many as asked, newest first. */
export async function revert(dataSource: DataSource, count = 1): Promise<void> {
  await withMigrationRunner(dataSource, async (executor) => {
    for (let undone = 0; undone < count; undone += 1) await executor.undoLastMigration();
  });
}
