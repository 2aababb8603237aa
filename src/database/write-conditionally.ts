import type { EntityManager } from 'typeorm';
import type { Precondition } from '../common/http/precondition.js';

interface ConditionalWrite<T> {
  precondition: Precondition | undefined;
  /** Locks the row of the resource, so that it stays as it is; throws when there is none. */
  lock: (manager: EntityManager) => Promise<unknown>;
  /** What GET would show of the resource, but for volatile fields; throws when there is none. */
  show: (manager: EntityManager) => Promise<object>;
  write: (manager: EntityManager) => Promise<T>;
  /** What would keep others waiting for too long under the lock; undone when the write is refused after all. */
  prepare?: ((manager: EntityManager) => Promise<void>) | undefined;
}

/**
 * Runs a write in a transaction of its own, after the resource was found to be in the state the request expects.
 * The lock lasts until the write is committed: of two requests that expect the same state, the second is refused.
 * It is taken with and without a condition, before anything else but what is prepared, so that all writers take theirs
 * in one order.
 * @throws DomainError PRECONDITION_FAILED, with nothing written
 */
export function writeConditionally<T>(
  manager: EntityManager,
  { precondition, lock, show, write, prepare }: ConditionalWrite<T>,
): Promise<T> {
  return manager.transaction(async (transaction) => {
    if (prepare) {
      const shown = await show(transaction);
      precondition?.check(shown);
      await prepare(transaction);
    }
    await lock(transaction);
    precondition?.check(await show(transaction));
    return write(transaction);
  });
}
