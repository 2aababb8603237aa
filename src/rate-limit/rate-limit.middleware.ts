import type { RequestHandler } from 'express';
import { DomainError } from '../common/errors/domain.error.js';
import type { RateLimiter } from './rate-limiter.js';

/** Headers that tell a client where it stands. */
export const rateLimitHeaders = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'] as const;

/** Refuses clients above the limit with 429; lets everyone pass while Redis is away. */
export function rateLimit(limiter: RateLimiter, limit: number): RequestHandler {
  return async (request, response, next) => {
    const decision = await limiter.take(request.ip ?? 'unknown').catch(() => undefined);
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
