import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { runSql } from '../../database/run-sql.js';

const lockName = 'genonaut recommender training';

/**
 * Does work unless a process of any machine is at it already; undefined then. The lock belongs to a connection, so that
 * it ends with the process however that ends.
 */
export async function unlessUnderWay<T>(
  dataSource: DataSource,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const runner = dataSource.createQueryRunner();
  try {
    const [row] = await runSql<{ locked: boolean }>(
      runner,
      sql`SELECT pg_try_advisory_lock(hashtext(${lockName})) AS locked`,
    );
    if (!row?.locked) return undefined;
    try {
      return await work();
    } finally {
      // A connection that broke meanwhile has given up the lock; what was done is done.
      await runSql(runner, sql`SELECT pg_advisory_unlock(hashtext(${lockName}))`).catch(() => undefined);
    }
  } finally {
    await runner.release();
  }
}
