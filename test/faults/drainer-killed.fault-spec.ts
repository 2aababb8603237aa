import { Redis } from 'ioredis';
import { createRouteEventsPipeline } from '../../src/analytics/routes/route-events.pipeline.js';
import type { AppConfig } from '../../src/config/app-config.js';
import { HourlyRollup } from '../../src/stream-pipeline/hourly-rollup.js';
import { StreamKeys } from '../../src/stream-pipeline/stream-keys.js';
import { StreamPublisher } from '../../src/stream-pipeline/stream-publisher.js';
import {
  createTestDatabase,
  type TestDatabase,
  testConfig,
  testRedis,
  type TestRedis,
} from '../support/test-stores.js';
import { FixedClock } from '../support/fixed-clock.js';
import {
  killWhileDraining,
  type PipelineProcessOptions,
  runPipelineProcess,
} from './support/run-pipeline-process.js';

const kills = 50;
const eventsPerRound = 2_000;
const longestDelayMs = 150; // about what the events of one round take
const settings = { 'route-analytics.transfer-batch-size': 100, 'route-analytics.claim-idle-ms': 20 };

describe('a drainer killed at random points', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let config: AppConfig;
  let options: PipelineProcessOptions;
  let published = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = testRedis();
    const values = { 'redis-ns': redis.ns, ...settings };
    const connections = { databaseUrl: database.url, redisUrl: redis.url };
    config = testConfig(values, connections);
    options = { connections, values };
  });
  afterAll(async () => {
    await redis.close();
    await database.drop();
  });

  /** Every event has a size of its own, so that each can be looked for. */
  async function publishRound(): Promise<void> {
    const client = new Redis(redis.url, { lazyConnect: true });
    await client.connect();
    const publisher = new StreamPublisher(
      client,
      createRouteEventsPipeline(config),
      new StreamKeys(redis.ns),
    );
    const timestamp = new Date(Date.now() - 3_600_000).toISOString();
    const event = { route: '/e', method: 'GET', timestamp, durationMs: 1, statusCode: 200 };
    for (let index = 0; index < eventsPerRound; index++)
      publisher.publish({ ...event, responseBytes: published++ });
    await publisher.onApplicationShutdown();
  }

  it('loses and doubles nothing', async () => {
    for (let killed = 0, rounds = 0; killed < kills; rounds++) {
      if (rounds > 3 * kills) throw new Error(`only ${killed} of ${rounds} drainers were killed at work`);
      await publishRound();
      if (await killWhileDraining(options, Math.random() * longestDelayMs)) killed++;
    }
    await runPipelineProcess(options);

    const [stored] = await database.dataSource.query<{ rows: number; events: number }[]>(
      `SELECT count(*)::int AS rows, count(DISTINCT response_size_bytes)::int AS events FROM route_analytics`,
    );
    expect(stored).toEqual({ rows: published, events: published });
    expect(await redis.client.xlen(`${redis.ns}:route_analytics:stream`)).toBe(0);
    expect(await redis.client.exists(`${redis.ns}:route_analytics:dead`)).toBe(0);
  }, 240_000);

  it('leaves marks from which the hourly rows come out complete', async () => {
    const clock = new FixedClock(new Date(Date.now() + 3_600_000));
    await new HourlyRollup(database.dataSource, clock).roll(createRouteEventsPipeline(config));
    const [rolled] = await database.dataSource.query<{ total: number }[]>(
      `SELECT sum(total_requests)::int AS total FROM route_analytics_hourly`,
    );
    expect(rolled).toEqual({ total: published });
  });
});
