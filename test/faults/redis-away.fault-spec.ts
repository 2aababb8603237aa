import { setTimeout as sleep } from 'node:timers/promises';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { SettingValues } from '../../src/config/config.schema.js';
import { createApi } from '../../src/create-api.js';
import { createLogger } from '../../src/logging/logger.js';
import { EventPipelines } from '../../src/stream-pipeline/event-pipelines.js';
import { StreamDrainer } from '../../src/stream-pipeline/stream-drainer.js';
import { createUser } from '../support/factories/user.factory.js';
import { createTestDatabase, type TestDatabase, testConfig } from '../support/test-stores.js';
import { PrivateRedis } from './support/private-redis.js';
import { Traffic, trafficFor, type TrafficReport } from './support/traffic.js';

/** What a request that waits for Redis to time out takes: 5 s (create-redis); one that does not is well below. */
const hungMs = 2_500;

describe('Redis goes away during traffic', () => {
  let database: TestDatabase;
  let redis: PrivateRedis;
  let app: NestExpressApplication;
  let url: string;
  let logged: string[];

  beforeEach(async () => {
    database = await createTestDatabase();
    redis = await PrivateRedis.start();
  });
  afterEach(async () => {
    await app.close();
    await redis.close();
    await database.drop();
  });

  async function startApi(values: Partial<SettingValues>): Promise<void> {
    const unbounded = { 'route-analytics.buffer-max': 1_000_000 };
    const config = testConfig(
      { ...unbounded, ...values },
      { databaseUrl: database.url, redisUrl: redis.url },
    );
    logged = [];
    const verbose = config.with({ values: { 'log-format': 'json', 'log-level': 'info' } });
    app = await createApi(config, createLogger(verbose, 'stdout', { write: (line) => logged.push(line) }));
    await app.listen(0, '127.0.0.1');
    const user = await createUser(database.dataSource);
    url = `${await app.getUrl()}/api/v1/users/${user.id}`;
  }

  /** Drains until as many requests are stored as were sent, or no more come. */
  async function stored(expected: number): Promise<number> {
    const pipeline = app.get(EventPipelines).get('route-analytics');
    const drainer = app.get(StreamDrainer);
    let rows = 0;
    for (let attempt = 0; attempt < 50 && rows < expected; attempt++) {
      rows += (await drainer.drain(pipeline).catch(() => ({ inserted: 0 }))).inserted;
      await sleep(50);
    }
    return rows;
  }

  function expectUnharmed(during: TrafficReport): void {
    expect(during.statuses).toEqual([200]);
    expect(during.slowestMs).toBeLessThan(hungMs);
  }

  it('stopped and started: no request fails or waits for it, and capture resumes with what it held', async () => {
    await startApi({ 'rate-limit.enabled': true, 'rate-limit.limit': 1_000_000 });
    const before = await trafficFor(url, 500);
    expect(await stored(before.requests)).toBe(before.requests);

    await redis.kill();
    const traffic = new Traffic(url);
    await traffic.answers(500); // all of them while there is no Redis
    await redis.start();
    await sleep(2_500);
    const during = await traffic.stop();
    expectUnharmed(during);
    expect(await stored(during.requests)).toBe(during.requests);
    expect(logged.filter((line) => line.includes('route-analytics: events'))).toEqual([
      expect.stringContaining('events cannot be published: Redis is away'),
      expect.stringContaining('events are published again; 0 dropped, 0 lost so far'),
    ]);
  });

  it('frozen with its connections open: no request fails or waits for it, and nothing is lost', async () => {
    await startApi({ 'rate-limit.enabled': true, 'rate-limit.limit': 1_000_000 });
    const traffic = new Traffic(url);
    await traffic.answers(100);
    redis.freeze();
    await traffic.answers(500);
    redis.thaw();
    await traffic.answers(100);
    const during = await traffic.stop();
    expectUnharmed(during);
    expect(await stored(during.requests)).toBe(during.requests);
  });
});
