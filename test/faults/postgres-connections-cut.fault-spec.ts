import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { Redis } from 'ioredis';
import { createRouteEventsPipeline } from '../../src/analytics/routes/route-events.pipeline.js';
import { SystemClock } from '../../src/common/clock.js';
import { StreamDrainer } from '../../src/stream-pipeline/stream-drainer.js';
import { StreamKeys } from '../../src/stream-pipeline/stream-keys.js';
import { StreamPublisher } from '../../src/stream-pipeline/stream-publisher.js';
import {
  createTestDatabase,
  type TestDatabase,
  testConfig,
  testRedis,
  type TestRedis,
} from '../support/test-stores.js';

const events = 30_000;
const cuts = 20;

describe('PostgreSQL cuts its connections at random points', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  /** Connected beforehand: on a busy machine a drain may be over before a connection is made. */
  let administrator: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = testRedis();
    administrator = new pg.Client({ connectionString: database.url });
    await administrator.connect();
  });
  afterAll(async () => {
    await administrator.end();
    await redis.close();
    await database.drop();
  });

  /** Ends every other session of the database, as a fail-over or an administrator would. */
  async function cutConnections(): Promise<void> {
    await administrator.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
  }

  it('no drain hangs, and every event is stored once', async () => {
    const config = testConfig({
      'route-analytics.claim-idle-ms': 1,
      'route-analytics.transfer-batch-size': 200,
    });
    const pipeline = createRouteEventsPipeline(config);
    const keys = new StreamKeys(redis.ns);
    const client = new Redis(redis.url, { lazyConnect: true });
    await client.connect();
    const publisher = new StreamPublisher(
      client,
      { ...pipeline, settings: { ...pipeline.settings, bufferMax: events } },
      keys,
    );
    const timestamp = new Date(Date.now() - 60_000).toISOString();
    for (let index = 0; index < events; index++) {
      publisher.publish({
        route: '/e',
        method: 'GET',
        timestamp,
        durationMs: 1,
        statusCode: 200,
        responseBytes: index,
      });
    }
    await publisher.onApplicationShutdown();

    let failures = 0;
    const drainer = new StreamDrainer(database.dataSource, redis.client, keys, new SystemClock());
    for (let cut = 0; cut < cuts; cut++) {
      const draining = drainer.drain(pipeline).catch(() => failures++);
      await sleep(Math.random() * 60);
      await cutConnections();
      await draining;
    }
    await drainer.drain(pipeline);
    expect(failures).toBeGreaterThan(0);
    const [stored] = await database.dataSource.query<{ rows: number; events: number }[]>(
      `SELECT count(*)::int AS rows, count(DISTINCT response_size_bytes)::int AS events FROM route_analytics`,
    );
    expect(stored).toEqual({ rows: events, events });
    expect(await redis.client.exists(keys.dead(pipeline))).toBe(0);
  });
});
