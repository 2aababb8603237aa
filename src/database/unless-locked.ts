import sql from 'sql-template-tag';
import type { DataSource, QueryRunner } from 'typeorm';
import { runSql } from './run-sql.js';

/**
 * Does work unless a process of any machine is at the work of that name already; undefined then. The lock belongs to a
 * connection, so that it ends with the process however that ends. A connection can also end on its own: who minds asks
 * the holder of the lock, which is handed to the work.
 */
export async function unlessLocked<T>(
  dataSource: DataSource,
  lockName: string,
  work: (holder: QueryRunner) => Promise<T>,
): Promise<T | undefined> {
  const holder = dataSource.createQueryRunner();
  try {
    const [row] = await runSql<{ locked: boolean }>(
      holder,
      sql`SELECT pg_try_advisory_lock(hashtext(${lockName})) AS locked`,
    );
    if (!row?.locked) return undefined;
    try {
      return await work(holder);
    } finally {
      // A connection that broke meanwhile has given up the lock; what was done is done.
      await runSql(holder, sql`SELECT pg_advisory_unlock(hashtext(${lockName}))`).catch(() => undefined);
    }
  } finally {
    await holder.release();
  }
}
