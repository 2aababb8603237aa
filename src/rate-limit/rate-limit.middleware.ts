import type { RequestHandler } from 'express';
import { DomainError } from '../common/errors/domain.error.js';
import type { RateLimiter } from './rate-limiter.js';

/** Refuses clients above the limit with 429; lets everyone pass while Redis is away. */
export function rateLimit(limiter: RateLimiter, limit: number): RequestHandler {
  return async (request, response, next) => {
    const decision = await limiter.take(request.ip ?? 'unknown').catch(() => undefined);
    if (!decision) {
      next();
      return;
    }
    response.setHeader('X-RateLimit-Limit', String(limit));
    response.setHeader('X-RateLimit-Remaining', String(decision.remaining));
    response.setHeader('X-RateLimit-Reset', String(decision.resetSeconds));
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
