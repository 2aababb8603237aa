import { RateLimiter } from '../../../src/rate-limit/rate-limiter.js';
import { testRedis, type TestRedis } from '../../support/test-stores.js';

describe('RateLimiter', () => {
  let redis: TestRedis;

  beforeAll(() => {
    redis = testRedis();
  });
  afterAll(() => redis.close());

  const limiter = (limit: number, windowSeconds: number): RateLimiter =>
    new RateLimiter(redis.client, redis.ns, limit, windowSeconds);
  const keyOf = (client: string): string => `${redis.ns}:rate-limit:${client}`;

  it('lets exactly the limit pass of two hundred requests at once', async () => {
    const decisions = await Promise.all(Array.from({ length: 200 }, () => limiter(50, 3600).take('burst')));
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(50);
    expect(decisions.map(({ remaining }) => remaining)).toEqual(
      Array.from({ length: 200 }, (_unused, index) => Math.max(0, 49 - index)),
    );
  });

  it.each([
    [1, 1],
    [7, 3],
    [1000, 60],
    [999_983, 86_400],
  ])('says how much of %p in %p s is left', async (limit, windowSeconds) => {
    const client = `left ${limit}`;
    const first = await limiter(limit, windowSeconds).take(client);
    expect(first).toMatchObject({ allowed: true, remaining: limit - 1, retryAfterSeconds: 0 });
    expect(first.resetSeconds).toBe(Math.ceil(windowSeconds / limit));
  });

  it('tells a refused client when the next request is free, and refusals cost nothing', async () => {
    const hourly = limiter(4, 3600);
    for (let time = 0; time < 4; time += 1) await hourly.take('refused');
    const refusals = await Promise.all(Array.from({ length: 20 }, () => hourly.take('refused')));
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({
        allowed: false,
        remaining: 0,
        resetSeconds: 3600,
        retryAfterSeconds: 900,
      });
    }
  });

  it('frees one request each interval, and the whole allowance after an idle window', async () => {
    const hourly = limiter(4, 3600);
    for (let time = 0; time < 4; time += 1) await hourly.take('later');
    // As if 15 minutes passed: the bucket's stored moment moves into the past by that much.
    const quarterHourMicros = 900_000_000;
    const stored = Number(await redis.client.get(keyOf('later')));
    await redis.client.set(keyOf('later'), String(stored - quarterHourMicros));
    expect((await hourly.take('later')).allowed).toBe(true);
    expect((await hourly.take('later')).allowed).toBe(false);
    await redis.client.set(keyOf('later'), String(stored - 10 * quarterHourMicros));
    expect(await hourly.take('later')).toMatchObject({ allowed: true, remaining: 3 });
  });

  it('keeps clients apart, and forgets idle ones', async () => {
    const narrow = limiter(1, 60);
    expect((await narrow.take('::1')).allowed).toBe(true);
    expect((await narrow.take('::2')).allowed).toBe(true);
    expect((await narrow.take('::1')).allowed).toBe(false);
    const ttl = await redis.client.pttl(keyOf('::1'));
    expect(ttl).toBeGreaterThan(55_000);
    expect(ttl).toBeLessThanOrEqual(60_000);
  });
});
