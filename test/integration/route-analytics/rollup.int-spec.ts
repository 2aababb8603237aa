import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import sql from 'sql-template-tag';
import { mergedDurationQuantiles } from '../../../src/analytics/routes/route-durations.queries.js';
import { rollUpRouteHours } from '../../../src/analytics/routes/route-rollup.queries.js';
import { runSql } from '../../../src/database/run-sql.js';
import { DDSketch } from '../../../src/stream-pipeline/dd-sketch.js';
import type { TimeRange } from '../../../src/stream-pipeline/event-pipeline.js';
import { insertRouteEvents, type RouteEventRow } from '../../support/factories/route-analytics.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';

const threeHours = { from: new Date('2026-03-08T05:00:00Z'), to: new Date('2026-03-08T08:00:00Z') };
const users = Array.from({ length: 20 }, () => randomUUID());
const wideParams = Object.fromEntries(
  Array.from({ length: 200 }, (_, i) => [`filter_${i}`, `value ${i} ${'x'.repeat(30)}`]),
);

/** Around the switch to summer time in New York, with repeated durations, absent values and variants of params. */
const eventsIn = (range: TimeRange): fc.Arbitrary<RouteEventRow> =>
  fc.record({
    timestamp: fc.date({ min: range.from, max: new Date(range.to.getTime() - 1), noInvalidDate: true }),
    route: fc.constantFrom('/api/v1/content/{id}', '/api/v1/tags', '<unmatched>'),
    method: fc.constantFrom('GET', 'POST'),
    user_id: fc.option(fc.constantFrom(...users)),
    duration_ms: fc.oneof(fc.constantFrom(0, 1, 7), fc.nat(50), fc.nat(100_000)),
    status_code: fc.constantFrom(200, 200, 201, 304, 404, 422, 500, 504),
    query_params_normalized: fc.constantFrom<Record<string, unknown>>(
      {},
      { page_size: '10', sort: 'created_at' },
      { sort: 'created_at', page_size: '10' },
      { tag: ['a', 'b'] },
      { tag: ['a'] },
      { tag: 'a' },
      { '': '' },
      wideParams,
    ),
    request_size_bytes: fc.option(fc.nat(1000)),
    response_size_bytes: fc.option(fc.nat(100_000)),
    db_query_count: fc.option(fc.nat(9)),
    cache_status: fc.constantFrom('hit' as const, 'miss' as const, null),
  });

function randomEvents(range: TimeRange, count: number, seed: number): RouteEventRow[] {
  return fc.sample(eventsIn(range), { numRuns: count, seed });
}

describe('rollUpRouteHours', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });

  afterAll(() => database.drop());

  beforeEach(async () => {
    await database.dataSource.query('TRUNCATE route_analytics, route_analytics_hourly');
  });

  const rollUp = (range: TimeRange, timeZone = 'UTC'): Promise<number> =>
    database.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL TimeZone = '${timeZone}'`);
      return await rollUpRouteHours(manager, range);
    });

  /** Every column of the hourly table but those that say when the row was written. */
  const storedRows = (): Promise<Record<string, unknown>[]> =>
    database.dataSource.query(`
      SELECT "timestamp", route, method, query_params_normalized, total_requests, successful_requests, client_errors,
        server_errors, avg_duration_ms, p50_duration_ms, p95_duration_ms, p99_duration_ms, unique_users,
        avg_request_size_bytes, avg_response_size_bytes, avg_db_query_count, cache_hits, cache_misses, duration_sketch
      FROM route_analytics_hourly
      ORDER BY "timestamp", route, method, query_params_normalized`);

  /** The definition of an hourly row, written as plainly as SQL allows. */
  const expectedRows = async (range: TimeRange): Promise<Record<string, unknown>[]> => {
    const rows = await runSql<{ durations: number[] }>(
      database.dataSource,
      sql`
        SELECT
          date_trunc('hour', "timestamp", 'UTC') AS "timestamp",
          route,
          method,
          query_params_normalized,
          count(*)::int AS total_requests,
          (count(*) FILTER (WHERE status_code / 100 = 2))::int AS successful_requests,
          (count(*) FILTER (WHERE status_code / 100 = 4))::int AS client_errors,
          (count(*) FILTER (WHERE status_code / 100 = 5))::int AS server_errors,
          round(avg(duration_ms))::int AS avg_duration_ms,
          round(percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_ms))::int AS p50_duration_ms,
          round(percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms))::int AS p95_duration_ms,
          round(percentile_cont(0.99) WITHIN GROUP (ORDER BY duration_ms))::int AS p99_duration_ms,
          count(DISTINCT user_id)::int AS unique_users,
          round(avg(request_size_bytes))::int AS avg_request_size_bytes,
          round(avg(response_size_bytes))::int AS avg_response_size_bytes,
          avg(db_query_count)::float8 AS avg_db_query_count,
          (count(*) FILTER (WHERE cache_status = 'hit'))::int AS cache_hits,
          (count(*) FILTER (WHERE cache_status = 'miss'))::int AS cache_misses,
          array_agg(duration_ms) AS durations
        FROM route_analytics
        WHERE "timestamp" >= ${range.from}::timestamptz AND "timestamp" < ${range.to}::timestamptz
        GROUP BY 1, 2, 3, 4
        ORDER BY 1, 2, 3, 4`,
    );
    return rows.map(({ durations, ...row }) => ({
      ...row,
      duration_sketch: durations.reduce((sketch, duration) => sketch.add(duration), new DDSketch()).toPairs(),
    }));
  };

  it.each(['UTC', 'America/New_York'])(
    'stores what a plain recompute gives, in a session of %s',
    async (timeZone) => {
      await insertRouteEvents(database.dataSource, randomEvents(threeHours, 4000, 1));
      const written = await rollUp(threeHours, timeZone);
      const stored = await storedRows();
      expect(stored).toEqual(await expectedRows(threeHours));
      expect(stored).toHaveLength(written);
      // 3 hours × 3 routes × 2 methods × 7 different params
      expect(written).toBe(126);
    },
  );

  it('takes in late events, and leaves nothing of the earlier state', async () => {
    await insertRouteEvents(database.dataSource, randomEvents(threeHours, 300, 2));
    await rollUp(threeHours);
    await insertRouteEvents(database.dataSource, randomEvents(threeHours, 2000, 3));
    await rollUp(threeHours);
    expect(await storedRows()).toEqual(await expectedRows(threeHours));
  });

  it('changes nothing when it runs again', async () => {
    await insertRouteEvents(database.dataSource, randomEvents(threeHours, 500, 4));
    await rollUp(threeHours);
    const identities = 'SELECT id, created_at FROM route_analytics_hourly ORDER BY id';
    const [before, ids] = [await storedRows(), await database.dataSource.query(identities)];
    await rollUp(threeHours);
    expect(await storedRows()).toEqual(before);
    expect(await database.dataSource.query(identities)).toEqual(ids);
  });

  it('removes rows of the hours whose events are gone, and no others', async () => {
    await insertRouteEvents(database.dataSource, randomEvents(threeHours, 500, 5));
    await rollUp(threeHours);
    const before = await storedRows();
    await database.dataSource.query(`DELETE FROM route_analytics WHERE route = '/api/v1/tags'`);
    const secondHour = { from: new Date('2026-03-08T06:00:00Z'), to: new Date('2026-03-08T07:00:00Z') };
    await rollUp(secondHour);
    const isGone = (row: Record<string, unknown>): boolean =>
      (row.timestamp as Date).getTime() === secondHour.from.getTime() && row.route === '/api/v1/tags';
    expect(before.some(isGone)).toBe(true);
    expect(await storedRows()).toEqual(before.filter((row) => !isGone(row)));
  });

  it('recomputes every hour a range touches, as a whole', async () => {
    await insertRouteEvents(database.dataSource, randomEvents(threeHours, 500, 6));
    await rollUp({ from: new Date('2026-03-08T05:59:59Z'), to: new Date('2026-03-08T06:00:01Z') });
    const touched = { from: threeHours.from, to: new Date('2026-03-08T07:00:00Z') };
    expect(await storedRows()).toEqual(await expectedRows(touched));
  });

  it('gives a pattern without known users 0 of them, and absent sizes no mean', async () => {
    await insertRouteEvents(database.dataSource, [
      { timestamp: threeHours.from, response_size_bytes: null, db_query_count: null, duration_ms: 0 },
    ]);
    await rollUp(threeHours);
    expect(await storedRows()).toMatchObject([
      {
        unique_users: 0,
        avg_request_size_bytes: null,
        avg_response_size_bytes: null,
        avg_db_query_count: null,
        p95_duration_ms: 0,
        duration_sketch: [-1, 1],
      },
    ]);
  });

  it('writes nothing for hours without events', async () => {
    expect(await rollUp(threeHours)).toBe(0);
    expect(await storedRows()).toEqual([]);
  });

  describe('mergedDurationQuantiles', () => {
    const quantiles = [0, 0.5, 0.95, 0.99, 1];

    const exactQuantiles = async (route: string | null): Promise<number[]> => {
      const [row] = await runSql<{ exact: number[] }>(
        database.dataSource,
        sql`
          SELECT percentile_cont(${quantiles}::float8[]) WITHIN GROUP (ORDER BY duration_ms) AS exact
          FROM route_analytics
          WHERE ${route}::text IS NULL OR route = ${route}`,
      );
      return row!.exact;
    };

    it.each([undefined, '/api/v1/tags'])(
      'is within 1 %% of exact over several hours, route %p',
      async (route) => {
        await insertRouteEvents(database.dataSource, randomEvents(threeHours, 3000, 7));
        await rollUp(threeHours);
        const merged = await mergedDurationQuantiles(database.dataSource, {
          ...threeHours,
          quantiles,
          ...(route && { route }),
        });
        const exact = await exactQuantiles(route ?? null);
        exact.forEach((value, i) => {
          expect(Math.abs(merged![i]! - value)).toBeLessThanOrEqual(value * 0.01 + 1e-9);
        });
      },
    );

    it('answers null where there was no traffic', async () => {
      expect(await mergedDurationQuantiles(database.dataSource, { ...threeHours, quantiles })).toBeNull();
    });
  });
});
