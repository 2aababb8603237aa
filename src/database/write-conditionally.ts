import type { EntityManager } from 'typeorm';
import type { Precondition } from '../common/http/precondition.js';

interface ConditionalWrite<T> {
  precondition: Precondition | undefined;
  /** Locks the row of the resource, so that it stays as it is, and answers what GET would show of it. */
  lockAndShow: (manager: EntityManager) => Promise<object>;
  write: (manager: EntityManager) => Promise<T>;
}

/**
 * Runs a write in a transaction of its own, after the resource was found to be in the state the request expects.
 * The lock lasts until the write is committed: of two requests that expect the same state, the second is refused.
 * @throws DomainError PRECONDITION_FAILED, with nothing written
 */
export function writeConditionally<T>(
  manager: EntityManager,
  { precondition, lockAndShow, write }: ConditionalWrite<T>,
): Promise<T> {
  return manager.transaction(async (transaction) => {
    precondition?.check(await lockAndShow(transaction));
    return write(transaction);
  });
}
