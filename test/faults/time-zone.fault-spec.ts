import { createTestDatabase, type TestDatabase, testRedis, type TestRedis } from '../support/test-stores.js';
import { runPipelineProcess } from './support/run-pipeline-process.js';

/** Both ends of summer time in New York, and a half past whose local hour comes twice. */
const instants = [
  '2026-03-08T06:30:00.000Z',
  '2026-03-08T07:30:00.000Z',
  '2026-11-01T05:30:00.000Z',
  '2026-11-01T06:30:00.000Z',
  '2026-11-01T06:59:59.999Z',
  '2026-11-01T23:59:59.999Z',
  '2026-11-02T00:00:00.000Z',
];

interface Hour {
  hour: number;
  events: number;
}

describe('hours of the rollup', () => {
  const databases: TestDatabase[] = [];
  const clients: TestRedis[] = [];

  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await Promise.all(databases.map((database) => database.drop()));
  });

  async function hoursIn(timeZone: string): Promise<{ hours: Hour[]; days: unknown[] }> {
    const database = await createTestDatabase();
    const redis = testRedis();
    databases.push(database);
    clients.push(redis);
    for (const timestamp of instants) {
      const event = { route: '/x', method: 'GET', timestamp, durationMs: 1, statusCode: 200 };
      await redis.client.xadd(`${redis.ns}:route_analytics:stream`, '*', 'event', JSON.stringify(event));
    }
    await runPipelineProcess(
      {
        connections: { databaseUrl: database.url, redisUrl: redis.url },
        values: { 'redis-ns': redis.ns, 'route-analytics.raw-retention-days': 365 },
        sessionTimeZone: timeZone,
        now: '2026-11-05T12:00:00Z',
        rollUp: true,
      },
      timeZone,
    );
    const hours = await database.dataSource.query<Hour[]>(
      `SELECT extract(epoch FROM "timestamp")::int AS hour, total_requests AS events
       FROM route_analytics_hourly ORDER BY "timestamp"`,
    );
    const days = await database.dataSource.query<unknown[]>(
      `SELECT tableoid::regclass::text AS partition, count(*)::int AS events FROM route_analytics GROUP BY 1 ORDER BY 1`,
    );
    return { hours, days };
  }

  it('are the same whatever the time zone of the session and of the machine', async () => {
    const inUtc = await hoursIn('UTC');
    const expected = [
      ...new Set(instants.map((instant) => Math.floor(Date.parse(instant) / 3_600_000) * 3_600)),
    ];
    expect(inUtc.hours.map(({ hour }) => hour)).toEqual(expected);
    expect(inUtc.hours.map(({ events }) => events)).toEqual([1, 1, 1, 2, 1, 1]);
    expect(await hoursIn('America/New_York')).toEqual(inUtc);
  });
});
