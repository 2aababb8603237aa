import type { Redis } from 'ioredis';

export interface RateLimitDecision {
  allowed: boolean;
  /** Requests still allowed at this moment. */
  remaining: number;
  /** Seconds until the full allowance is back. */
  resetSeconds: number;
  /** Seconds until the next request is allowed; 0 when this one was. */
  retryAfterSeconds: number;
}

/**
 * Generic cell rate algorithm (ITU-T I.371) in one atomic step, on Redis's own clock: exactly `limit` requests
 * pass in a burst, and one more each `window / limit` afterwards. One key per client, gone when idle.
 */
const gcra = `
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000000
local interval = window / limit
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local arrival = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
local following = arrival + interval
local allowed_at = following - window
if allowed_at > now + 1 then
  return { 0, 0, math.ceil((arrival - now) / 1000000), math.ceil((allowed_at - now) / 1000000) }
end
redis.call('SET', KEYS[1], string.format('%.0f', following), 'PX', math.ceil((following - now) / 1000))
return { 1, math.floor((window - (following - now)) / interval + 0.000001), math.ceil((following - now) / 1000000), 0 }
`;

interface GcraRedis extends Redis {
  genonautGcra(key: string, limit: number, windowSeconds: number): Promise<[number, number, number, number]>;
}

/** Counts the requests of each client in Redis, the same for every replica of the API. */
export class RateLimiter {
  private readonly redis: GcraRedis;

  constructor(
    redis: Redis,
    private readonly namespace: string,
    private readonly limit: number,
    private readonly windowSeconds: number,
  ) {
    redis.defineCommand('genonautGcra', { numberOfKeys: 1, lua: gcra });
    this.redis = redis as GcraRedis;
  }

  /** @throws when Redis cannot answer; the caller decides whether to let the request pass */
  async take(client: string): Promise<RateLimitDecision> {
    const key = `${this.namespace}:rate-limit:${client}`;
    const [allowed, remaining, reset, retryAfter] = await this.redis.genonautGcra(
      key,
      this.limit,
      this.windowSeconds,
    );
    return { allowed: allowed === 1, remaining, resetSeconds: reset, retryAfterSeconds: retryAfter };
  }
}
