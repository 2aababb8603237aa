import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { runSql } from '../../database/run-sql.js';
import { unlessLocked } from '../../database/unless-locked.js';

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
 * Does work unless a process of any machine is at it already; undefined then. The work has to ask whether it is still
 * the only one, before it changes anything, and is thrown a TrainingLockLostError when it may not be.
 */
export function unlessUnderWay<T>(dataSource: DataSource, work: LockedWork<T>): Promise<T | undefined> {
  return unlessLocked(dataSource, lockName, (holder) =>
    work(async () => {
      // Whoever is answered here has the connection still, and with it the lock.
      await runSql(holder, sql`SELECT`).catch((error: unknown) => {
        throw new TrainingLockLostError(error);
      });
    }),
  );
}
