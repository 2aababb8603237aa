import { expectError } from '../../support/expect-error.js';
import { insertRouteHours } from '../../support/factories/route-analytics.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const path = '/api/v1/analytics/routes/cache-priorities';

const traffic = {
  route: '/api/v1/content/unified',
  method: 'GET',
  query_params_normalized: { page_size: '10' },
  avg_hourly_requests: 240,
  avg_p95_latency_ms: 150,
  avg_unique_users: 12,
  success_rate: 0.9917,
  total_requests: 240,
};

describe(`GET ${path}`, () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await createTestApp();
    const timestamp = new Date(Date.now() - 3_600_000);
    await insertRouteHours(api.dataSource, [
      {
        timestamp,
        route: '/api/v1/content/unified',
        query_params_normalized: { page_size: '10' },
        total_requests: 240,
        successful_requests: 238,
        p95_duration_ms: 150,
        unique_users: 12,
      },
      { timestamp, route: '/api/v1/tags', total_requests: 5, p95_duration_ms: 20 },
      { timestamp: new Date(Date.now() - 20 * 86_400_000), route: '/api/v1/users/{id}', total_requests: 900 },
    ]);
  });

  afterAll(() => api.close());

  it('answers the absolute plan of a week with its thresholds by default', async () => {
    const response = await api.http.get(path).expect(200);
    expect(response.body).toEqual({
      system: 'absolute',
      lookback_days: 7,
      total_routes: 1,
      routes: [{ ...traffic, cache_priority_score: 2402.7 }],
    });
  });

  it('answers the relative plan over all patterns, whatever the thresholds', async () => {
    const response = await api.http
      .get(path)
      .query({ system: 'relative', min_requests: 1e6, min_latency: 1e6 });
    expect(response.status).toBe(200);
    expect(response.body).toEqual({
      system: 'relative',
      lookback_days: 7,
      total_routes: 2,
      routes: [
        {
          ...traffic,
          priority_score: 100,
          popularity_percentile: 100,
          latency_percentile: 100,
          user_percentile: 100,
        },
        {
          route: '/api/v1/tags',
          method: 'GET',
          query_params_normalized: {},
          avg_hourly_requests: 5,
          avg_p95_latency_ms: 20,
          avg_unique_users: 1,
          success_rate: 1,
          total_requests: 5,
          priority_score: 50,
          popularity_percentile: 50,
          latency_percentile: 50,
          user_percentile: 50,
        },
      ],
    });
  });

  it('honours n, days and both thresholds', async () => {
    const all = await api.http.get(path).query({ days: 90, min_requests: 0, min_latency: 0 });
    expect(all.body.routes.map(({ route }: { route: string }) => route)).toEqual([
      '/api/v1/users/{id}',
      '/api/v1/content/unified',
      '/api/v1/tags',
    ]);
    const first = await api.http.get(path).query({ days: 90, min_requests: 0, min_latency: 0, n: 1 });
    expect(first.body).toMatchObject({ lookback_days: 90, total_routes: 1 });
    const slow = await api.http.get(path).query({ min_requests: 0, min_latency: 150.5 });
    expect(slow.body.routes).toEqual([]);
  });

  it.each(['n=1', 'n=100', 'days=1', 'days=90', 'min_requests=0', 'min_latency=0'])(
    'accepts %s',
    async (query) => {
      await api.http.get(`${path}?${query}`).expect(200);
    },
  );

  it.each([
    ...['n=0', 'n=101', 'n=150', 'n=', 'n=1.5', 'n=ten', 'n=1&n=2'],
    ...['days=0', 'days=91', 'days=100', 'days=', 'days=-7'],
    ...['system=', 'system=fastest', 'system=ABSOLUTE', 'system=absolute;DROP'],
    ...[
      'min_requests=-1',
      'min_requests=NaN',
      'min_requests=Infinity',
      'min_requests=',
      'min_latency=-0.1',
      'min_latency=1e999',
    ],
  ])('refuses %s', async (query) => {
    expectError(await api.http.get(`${path}?${query}`), 422, 'VALIDATION_ERROR');
  });
});
