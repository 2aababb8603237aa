import { createRouteEventsPipeline } from '../../src/analytics/routes/route-events.pipeline.js';
import { SystemClock } from '../../src/common/clock.js';
import { DeadLetters } from '../../src/stream-pipeline/dead-letters.js';
import { StreamDrainer } from '../../src/stream-pipeline/stream-drainer.js';
import { StreamKeys } from '../../src/stream-pipeline/stream-keys.js';
import {
  createTestDatabase,
  type TestDatabase,
  testConfig,
  testRedis,
  type TestRedis,
} from '../support/test-stores.js';

const event = {
  route: '/x',
  method: 'GET',
  timestamp: new Date(Date.now() - 60_000).toISOString(),
  durationMs: 1,
  statusCode: 200,
};
const having = (changes: object): string => JSON.stringify({ ...event, ...changes });

const poison: [what: string, payload: string | Buffer][] = [
  ['nothing', ''],
  ['no JSON', '{"route":'],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x80])],
  ['a hundred thousand brackets', '['.repeat(100_000)],
  ['another shape', '[1,2,3]'],
  ['a wrong type', having({ durationMs: 'fast' })],
  ['a time before all partitions', having({ timestamp: '0001-01-01T00:00:00Z' })],
  ['a time after all partitions', having({ timestamp: '9999-12-31T23:59:59Z' })],
  ['a NUL byte in a text', having({ route: 'a\0b' })],
  ['a NUL byte in a parameter', having({ params: { q: 'a\0b' } })],
  ['a lone surrogate', '{"params":{"q":"\\ud800"},'.concat(having({}).slice(1))],
  ['a method that is too long', having({ method: 'UNSUBSCRIBE' })],
];

describe('a poison entry', () => {
  let database: TestDatabase;
  let redis: TestRedis;

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = testRedis();
  });
  afterAll(async () => {
    await redis.close();
    await database.drop();
  });

  it('goes to the dead letters with its reason, and its neighbours are stored', async () => {
    const stream = `${redis.ns}:route_analytics:stream`;
    for (const [, payload] of poison) {
      const pipelined = redis.client.pipeline();
      for (let index = 0; index < 100; index++)
        pipelined.xadd(stream, '*', 'event', having({ durationMs: index }));
      pipelined.xadd(stream, '*', 'event', payload);
      await pipelined.exec();
    }
    const pipeline = createRouteEventsPipeline(testConfig());
    const keys = new StreamKeys(redis.ns);
    const drainer = new StreamDrainer(database.dataSource, redis.client, keys, new SystemClock());
    const result = await drainer.drain(pipeline);
    expect(result).toMatchObject({ inserted: 100 * poison.length, duplicates: 0, dead: poison.length });
    expect(await redis.client.xlen(stream)).toBe(0);

    const letters = await new DeadLetters(redis.client, keys).list(pipeline, 100);
    expect(letters.map((letter) => letter.reason)).toEqual(poison.map(() => expect.stringMatching(/\w/)));
    const [stored] = await database.dataSource.query<{ rows: number }[]>(
      `SELECT count(*)::int AS rows FROM route_analytics`,
    );
    expect(stored).toEqual({ rows: 100 * poison.length });
  });
});
