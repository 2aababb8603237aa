import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { DomainError } from '../common/errors/domain.error.js';
import { networkOf } from '../common/http/address.js';
import { TimeBudgetError, within } from '../common/within.js';
import { AppConfig } from '../config/app-config.js';
import { REDIS } from '../redis/redis.tokens.js';
import { type RateLimitDecision, RateLimiter } from './rate-limiter.js';

/** A Redis that takes longer counts as away. */
const patienceMs = 100;
/** For how long it is then left alone, so that only the first requests of an outage wait at all. */
const pauseMs = 1_000;

/** What a client above its limit is told. */
export function rateLimited({ retryAfterSeconds }: RateLimitDecision): DomainError {
  const message = `Rate limit exceeded; try again in ${retryAfterSeconds} s`;
  return new DomainError('RATE_LIMITED', message, { retryAfterSeconds });
}

/** The one budget of a client for whatever it asks of the API, be it a request or a WebSocket. */
@Injectable()
export class RateLimits {
  readonly limit: number;
  private readonly limiter: RateLimiter | undefined;
  private askAgainAt = 0;

  constructor(config: AppConfig, @Inject(REDIS) redis: Redis) {
    this.limit = config.get('rate-limit.limit');
    const windowSeconds = config.get('rate-limit.window-seconds');
    if (config.get('rate-limit.enabled'))
      this.limiter = new RateLimiter(redis, config.get('redis-ns'), this.limit, windowSeconds);
  }

  /** Undefined when everybody is to pass: nothing is limited, or Redis is away. */
  async take(address: string): Promise<RateLimitDecision | undefined> {
    if (!this.limiter || performance.now() < this.askAgainAt) return undefined;
    try {
      return await within(patienceMs, this.limiter.take(networkOf(address)));
    } catch (error) {
      // Only a Redis that stalls is spared: one that is gone answers so at once, and is wanted as soon as it is back.
      if (error instanceof TimeBudgetError) this.askAgainAt = performance.now() + pauseMs;
      return undefined;
    }
  }
}
