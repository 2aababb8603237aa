import { CachePlannerService } from '../../../src/analytics/routes/cache-planner.service.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { insertRouteHours } from '../../support/factories/route-analytics.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';

const now = new Date('2026-03-08T12:30:00Z');
const hoursAgo = (hours: number): Date => new Date(Date.parse('2026-03-08T12:00:00Z') - hours * 3_600_000);

const week = { days: 7, count: 10 };
const noThresholds = { minRequests: 0, minLatencyMs: 0 };

describe('CachePlannerService', () => {
  let database: TestDatabase;
  let planner: CachePlannerService;

  beforeAll(async () => {
    database = await createTestDatabase();
    planner = new CachePlannerService(database.dataSource, new FixedClock(now));
  });

  afterAll(() => database.drop());

  beforeEach(() => database.dataSource.query('TRUNCATE route_analytics_hourly'));

  it('averages over the hours with traffic and weighs success by requests', async () => {
    await insertRouteHours(database.dataSource, [
      {
        timestamp: hoursAgo(1),
        total_requests: 1,
        successful_requests: 1,
        p95_duration_ms: 100,
        unique_users: 1,
      },
      {
        timestamp: hoursAgo(50),
        total_requests: 100,
        successful_requests: 50,
        p95_duration_ms: 301,
        unique_users: 4,
      },
    ]);
    expect(await planner.planByThresholds(week, noThresholds)).toEqual({
      system: 'absolute',
      lookback_days: 7,
      total_routes: 1,
      routes: [
        {
          route: '/api/v1/content/{id}',
          method: 'GET',
          query_params_normalized: {},
          avg_hourly_requests: 50.5,
          avg_p95_latency_ms: 201, // 200.5
          avg_unique_users: 2.5,
          success_rate: 0.505, // 51 of 101, not the mean of 1 and 0.5
          total_requests: 101,
          cache_priority_score: 507.26, // 505 + 2.005 + 0.25 = 507.255, from unrounded means
        },
      ],
    });
  });

  it('takes hours after the start of the look-back', async () => {
    const exactlyOneDayAgo = new Date(now.getTime() - 86_400_000);
    await insertRouteHours(database.dataSource, [
      { timestamp: exactlyOneDayAgo, route: '/at-the-start' },
      { timestamp: new Date(exactlyOneDayAgo.getTime() + 1), route: '/after-it' },
      { timestamp: hoursAgo(0), route: '/running-hour' },
    ]);
    const { routes } = await planner.planByThresholds({ days: 1, count: 10 }, noThresholds);
    expect(routes.map(({ route }) => route)).toEqual(['/after-it', '/running-hour']);
  });

  it('tells patterns apart by route, method and params, whatever the order of the params', async () => {
    await insertRouteHours(database.dataSource, [
      { timestamp: hoursAgo(1), total_requests: 40, query_params_normalized: { a: '1', b: '2' } },
      { timestamp: hoursAgo(2), total_requests: 60, query_params_normalized: { b: '2', a: '1' } },
      { timestamp: hoursAgo(1), total_requests: 30, query_params_normalized: { a: '1' } },
      { timestamp: hoursAgo(1), total_requests: 20 },
      { timestamp: hoursAgo(1), total_requests: 10, method: 'HEAD' },
    ]);
    const { routes } = await planner.planByThresholds(week, noThresholds);
    expect(routes.map((row) => [row.method, row.query_params_normalized, row.total_requests])).toEqual([
      ['GET', { a: '1', b: '2' }, 100],
      ['GET', { a: '1' }, 30],
      ['GET', {}, 20],
      ['HEAD', {}, 10],
    ]);
  });

  it('counts absent durations and users as 0', async () => {
    await insertRouteHours(database.dataSource, [
      { timestamp: hoursAgo(1), route: '/unknown', p95_duration_ms: null, unique_users: null },
      { timestamp: hoursAgo(1), route: '/known', p95_duration_ms: 5, unique_users: 1 },
    ]);
    const { routes } = await planner.planByRank(week);
    expect(routes).toMatchObject([
      { route: '/known', latency_percentile: 100, user_percentile: 100, priority_score: 100 },
      {
        route: '/unknown',
        avg_p95_latency_ms: 0,
        avg_unique_users: 0,
        latency_percentile: 50,
        priority_score: 70,
      },
    ]);
  });

  it('finds the one hot pattern among ten slow ones', async () => {
    const slow = Array.from({ length: 10 }, (_, i) => ({
      route: `/slow-${i}`,
      total_requests: 70,
      p95_duration_ms: 10_000,
    }));
    const hot = { route: '/hot', total_requests: 5000, p95_duration_ms: 100, unique_users: 50 };
    await insertRouteHours(
      database.dataSource,
      [...slow, hot].map((row) => ({ timestamp: hoursAgo(1), ...row })),
    );
    const plan = await planner.planByThresholds(
      { days: 7, count: 1 },
      { minRequests: 10, minLatencyMs: 100 },
    );
    expect(plan.routes).toMatchObject([{ route: '/hot', cache_priority_score: 50_006 }]);
    expect(plan.total_routes).toBe(1);
  });

  it('rounds percentile ranks to two decimals', async () => {
    await insertRouteHours(
      database.dataSource,
      [1, 2, 3].map((n) => ({
        timestamp: hoursAgo(1),
        route: `/${n}`,
        total_requests: n,
        p95_duration_ms: n,
        unique_users: n,
      })),
    );
    const { routes } = await planner.planByRank(week);
    expect(routes.map((row) => [row.popularity_percentile, row.priority_score])).toEqual([
      [100, 100],
      [66.67, 66.67],
      [33.33, 33.33],
    ]);
  });

  it('plans nothing without traffic', async () => {
    expect(await planner.planByRank(week)).toEqual({
      system: 'relative',
      lookback_days: 7,
      total_routes: 0,
      routes: [],
    });
  });
});
