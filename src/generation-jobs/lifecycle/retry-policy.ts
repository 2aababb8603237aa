import type { AppConfig } from '../../config/app-config.js';
import type { GenerationErrorType } from '../generators/generator.js';
import { JobStatus } from '../generation-job.entity.js';
import type { ChangeDetails } from './state-change.queries.js';

/** How often and after how long a job is tried again. */
export interface RetryPolicy {
  /** Attempts in all. */
  readonly attempts: number;
  readonly backoffMs: number;
}

export interface AttemptFailure {
  readonly type: GenerationErrorType;
  readonly message: string;
  /** No further attempt would do better. */
  readonly isFinal: boolean;
}

export function retryPolicy(config: AppConfig): RetryPolicy {
  return { attempts: config.get('generation.attempts'), backoffMs: config.get('generation.backoff-ms') };
}

const longestBackoffMs = 600_000;

/** Wait after that many attempts: 1, 2, 4 … times the base, up to 10 minutes. */
export function backoffMs(baseMs: number, attempts: number): number {
  return Math.min(baseMs * 2 ** Math.max(0, attempts - 1), longestBackoffMs);
}

/** What becomes of a job after a failed attempt, the given number of which there have been. */
export function afterFailure(
  policy: RetryPolicy,
  attempts: number,
  { type, message, isFinal }: AttemptFailure,
  now: Date,
): { to: JobStatus; details: ChangeDetails } {
  const details = { errorMessage: message, errorType: type };
  if (isFinal || attempts >= policy.attempts) return { to: JobStatus.Failed, details };
  const availableAt = new Date(now.getTime() + backoffMs(policy.backoffMs, attempts));
  return { to: JobStatus.Pending, details: { ...details, availableAt } };
}
