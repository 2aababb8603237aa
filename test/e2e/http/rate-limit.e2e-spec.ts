import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { REDIS } from '../../../src/redis/redis.tokens.js';
import { expectError } from '../../support/expect-error.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('rate limit', () => {
  const limited = {
    'rate-limit.enabled': true,
    'rate-limit.limit': 5,
    'rate-limit.window-seconds': 3600,
  } as const;

  describe('while Redis answers', () => {
    let test: TestApp;

    beforeAll(async () => {
      test = await createTestApp({ ...limited, 'api-trust-proxy': true });
    });
    afterAll(() => test.close());

    const get = (client: string, path = '/api/v1/version') =>
      test.http.get(path).set('X-Forwarded-For', client);

    it('lets so many requests of a client pass, then answers 429 with the time to wait', async () => {
      const statuses = await Promise.all(
        Array.from({ length: 12 }, async () => (await get('10.0.0.1')).status),
      );
      expect(statuses.sort()).toEqual([...Array<number>(5).fill(200), ...Array<number>(7).fill(429)]);

      const refused = await get('10.0.0.1');
      expectError(refused, 429, 'RATE_LIMITED');
      expect(refused.body.error).toBe('RateLimitExceeded');
      // One request becomes free every 3600 / 5 seconds.
      expect(refused.body.retry_after).toBeGreaterThan(700);
      expect(refused.body.retry_after).toBeLessThanOrEqual(720);
      expect(refused.headers).toMatchObject({
        'retry-after': String(refused.body.retry_after),
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': '3600',
        'x-request-id': expect.any(String),
        'access-control-allow-origin': '*',
      });
    });

    it('counts each client on its own, down to zero', async () => {
      const remaining = [];
      for (let time = 0; time < 5; time += 1)
        remaining.push((await get('10.0.0.2')).headers['x-ratelimit-remaining']);
      expect(remaining).toEqual(['4', '3', '2', '1', '0']);
      expect((await get('10.0.0.3')).status).toBe(200);
    });

    it('believes only the address the proxy added, not what the client wrote before it', async () => {
      const statuses = [];
      for (let time = 0; time < 6; time += 1) statuses.push((await get(`10.9.9.${time}, 10.0.0.5`)).status);
      expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
    });

    it('guards what lies under /api/ alone, requests of no route included', async () => {
      for (let time = 0; time < 5; time += 1) await get('10.0.0.4', '/api/v1/nowhere');
      expect((await get('10.0.0.4', '/api/v1/nowhere')).status).toBe(429);
      expect((await get('10.0.0.4', '/health')).status).toBe(200);
      expect((await get('10.0.0.4', '/')).headers).not.toHaveProperty('x-ratelimit-limit');
    });
  });

  it('believes no X-Forwarded-For unless told that a proxy sets it', async () => {
    const test = await createTestApp(limited);
    const statuses = [];
    for (let time = 0; time < 6; time += 1) {
      statuses.push((await test.http.get('/api/v1/version').set('X-Forwarded-For', `10.0.1.${time}`)).status);
    }
    await test.close();
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('lets everybody pass while Redis is away, and counts again when it is back', async () => {
    let proxy!: TcpProxy;
    const test = await createTestApp(limited, {
      reroute: async ({ redisUrl }) => {
        proxy = await startTcpProxy(redisUrl);
        return { redisUrl: proxy.url };
      },
    });
    const get = () => test.http.get('/api/v1/version');
    expect((await get()).headers['x-ratelimit-remaining']).toBe('4');
    await proxy.cut();
    for (let time = 0; time < 8; time += 1) {
      const response = await get();
      expect(response.status).toBe(200);
      expect(response.headers).not.toHaveProperty('x-ratelimit-remaining');
    }
    const back = once(test.app.get<Redis>(REDIS), 'ready');
    await proxy.mend();
    await back;
    expect((await get()).headers['x-ratelimit-remaining']).toBe('3');
    await test.close();
    await proxy.cut();
  });
});
