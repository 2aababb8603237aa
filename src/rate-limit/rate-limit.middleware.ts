import type { RequestHandler } from 'express';
import { DomainError } from '../common/errors/domain.error.js';
import { TimeBudgetError, within } from '../common/within.js';
import type { RateLimitDecision, RateLimiter } from './rate-limiter.js';

/** Headers that tell a client where it stands. */
export const rateLimitHeaders = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'] as const;

/** A Redis that takes longer counts as away. */
const patienceMs = 100;
/** For how long it is then left alone, so that only the first requests of an outage wait at all. */
const pauseMs = 1_000;

/** Refuses clients above the limit with 429; lets everyone pass while Redis is away. */
export function rateLimit(limiter: RateLimiter, limit: number): RequestHandler {
  let askAgainAt = 0;
  const decide = async (client: string): Promise<RateLimitDecision | undefined> => {
    if (performance.now() < askAgainAt) return undefined;
    try {
      return await within(patienceMs, limiter.take(client));
    } catch (error) {
      // Only a Redis that stalls is spared: one that is gone answers so at once, and is wanted as soon as it is back.
      if (error instanceof TimeBudgetError) askAgainAt = performance.now() + pauseMs;
      return undefined;
    }
  };
  return async (request, response, next) => {
    const decision = await decide(request.ip ?? 'unknown');
    if (!decision) {
      next();
      return;
    }
    const figures = [limit, decision.remaining, decision.resetSeconds];
    rateLimitHeaders.forEach((header, index) => response.setHeader(header, String(figures[index])));
    if (decision.allowed) {
      next();
      return;
    }
    const retryAfterSeconds = decision.retryAfterSeconds;
    next(
      new DomainError('RATE_LIMITED', `Rate limit exceeded; try again in ${retryAfterSeconds} s`, {
        retryAfterSeconds,
      }),
    );
  };
}
