import type { RequestHandler } from 'express';
import { rateLimited, type RateLimits } from './rate-limits.js';

/** Headers that tell a client where it stands. */
export const rateLimitHeaders = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'] as const;

/** Refuses clients above the limit with 429; lets everyone pass while Redis is away. */
export function rateLimit(limits: RateLimits): RequestHandler {
  return async (request, response, next) => {
    const decision = await limits.take(request.ip ?? 'unknown');
    if (!decision) {
      next();
      return;
    }
    const figures = [limits.limit, decision.remaining, decision.resetSeconds];
    rateLimitHeaders.forEach((header, index) => response.setHeader(header, String(figures[index])));
    next(decision.allowed ? undefined : rateLimited(decision));
  };
}
