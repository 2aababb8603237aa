import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { runSql } from '../../database/run-sql.js';

const lockName = 'genonaut recommender training';

/** The connection that held the lock is gone, and another training may have begun. */
export class TrainingLockLostError extends Error {
  override readonly name = 'TrainingLockLostError';

  constructor(cause: unknown) {
    super('the connection that kept other trainings from starting was lost; nothing was stored', { cause });
  }
}

/** Does work under the lock, which the work may ask whether it is still held. */
export type LockedWork<T> = (assertLocked: () => Promise<void>) => Promise<T>;

/**
 * Does work unless a process of any machine is at it already; undefined then. The lock belongs to a connection, so that
 * it ends with the process however that ends. A connection can also end on its own: the work has to ask, before it
 * changes anything, and is thrown a TrainingLockLostError then.
 */
export async function unlessUnderWay<T>(dataSource: DataSource, work: LockedWork<T>): Promise<T | undefined> {
  const runner = dataSource.createQueryRunner();
  try {
    const [row] = await runSql<{ locked: boolean }>(
      runner,
      sql`SELECT pg_try_advisory_lock(hashtext(${lockName})) AS locked`,
    );
    if (!row?.locked) return undefined;
    try {
      return await work(async () => {
        // Whoever is answered here has the connection still, and with it the lock.
        await runSql(runner, sql`SELECT`).catch((error: unknown) => {
          throw new TrainingLockLostError(error);
        });
      });
    } finally {
      // A connection that broke meanwhile has given up the lock; what was done is done.
      await runSql(runner, sql`SELECT pg_advisory_unlock(hashtext(${lockName}))`).catch(() => undefined);
    }
  } finally {
    await runner.release();
  }
}
