import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { REDIS } from '../../../src/redis/redis.tokens.js';
import { expectError } from '../../support/expect-error.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('while a store is away', () => {
  let postgres: TcpProxy;
  let redis: TcpProxy;
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp(
      {},
      {
        reroute: async (urls) => {
          postgres = await startTcpProxy(urls.databaseUrl);
          redis = await startTcpProxy(urls.redisUrl);
          return { databaseUrl: postgres.url, redisUrl: redis.url };
        },
      },
    );
  });
  afterAll(async () => {
    await test.close();
    await Promise.all([postgres.cut(), redis.cut()]);
  });

  const redisIsBack = () => once(test.app.get<Redis>(REDIS), 'ready');

  it('PostgreSQL: health is 503, requests answer 503 with the time to wait, and all is well once it is back', async () => {
    expect((await test.http.get('/api/v1/content')).status).toBe(200);
    await postgres.cut();

    for (const path of ['/api/v1/health', '/health']) {
      const { status, body } = await test.http.get(path);
      expect(status).toBe(503);
      expect(body).toMatchObject({
        status: 'unhealthy',
        database: { status: 'disconnected', name: null },
        redis: { status: 'connected' },
        error: 'PostgreSQL does not answer',
      });
    }
    for (const response of [
      await test.http.get('/api/v1/content'),
      await test.http.get('/api/v1/users/121e194b-4caa-4b81-ad4f-86ca3919d5b9'),
      await test.http.post('/api/v1/users').send({ username: 'nobody', email: 'nobody@example.com' }),
    ]) {
      expectError(response, 503, 'DATABASE_UNAVAILABLE');
      expect(response.headers['retry-after']).toBe('1');
      expect(response.text).not.toMatch(/127\.0\.0\.1|ECONN/);
    }
    expect((await test.http.get('/api/v1/version')).status).toBe(200);

    await postgres.mend();
    expect((await test.http.get('/api/v1/health')).body.status).toBe('healthy');
    expect((await test.http.get('/api/v1/content')).status).toBe(200);
  });

  it('PostgreSQL, which holds the line but says nothing: health tells so within its two seconds', async () => {
    expect((await test.http.get('/api/v1/health')).status).toBe(200);
    postgres.stall();
    const asked = performance.now();
    const { status, body } = await test.http.get('/api/v1/health');
    expect([status, body.status]).toEqual([503, 'unhealthy']);
    expect(performance.now() - asked).toBeLessThan(8_000);
    await postgres.cut();
    await postgres.mend();
    expect((await test.http.get('/api/v1/health')).body.status).toBe('healthy');
  });

  it('Redis: health is degraded with status 200, and requests are served as ever', async () => {
    await redis.cut();
    for (const path of ['/api/v1/health', '/health']) {
      const { status, body } = await test.http.get(path);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        status: 'degraded',
        database: { status: 'connected' },
        redis: { status: 'disconnected' },
        error: 'Redis does not answer',
      });
    }
    const created = await test.http
      .post('/api/v1/users')
      .send({ username: 'somebody', email: 's@example.com' });
    expect(created.status).toBe(201);
    expect((await test.http.get('/api/v1/content/unified')).status).toBe(200);

    const back = redisIsBack();
    await redis.mend();
    await back;
    expect((await test.http.get('/api/v1/health')).body.status).toBe('healthy');
  });

  it('both: health names the one that stops the service', async () => {
    await Promise.all([postgres.cut(), redis.cut()]);
    const { status, body } = await test.http.get('/api/v1/health');
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: 'unhealthy',
      redis: { status: 'disconnected' },
      error: 'PostgreSQL does not answer',
    });
    const back = redisIsBack();
    await Promise.all([postgres.mend(), redis.mend()]);
    await back;
  });
});
