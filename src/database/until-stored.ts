import { setTimeout as sleep } from 'node:timers/promises';
import { toDomainError } from '../common/errors/to-domain-error.js';

const passing = new Set<string | undefined>(['DATABASE_UNAVAILABLE', 'LOCK_TIMEOUT']);

/**
 * Repeats a write for as long as the database cannot take it, so that the work of minutes does not end with a restart of
 * it; gives up with the failure when told to stop. A write may turn out to have been committed by a try that failed.
 */
export async function untilStored<T>(
  write: () => Promise<T>,
  { pauseMs, signal }: { pauseMs: number; signal: AbortSignal },
): Promise<T> {
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (!passing.has(toDomainError(error)?.code)) throw error;
      await sleep(pauseMs, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}
