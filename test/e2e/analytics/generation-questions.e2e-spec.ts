import { randomUUID } from 'node:crypto';
import { expectError } from '../../support/expect-error.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const base = '/api/v1/analytics/generation';
const user = `users/${randomUUID()}`;

describe('generation analytics without any data', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await createTestApp();
  });
  afterAll(() => api.close());

  it.each<[string, object]>([
    [
      'overview',
      {
        lookback_days: 7,
        total_requests: 0,
        successful_generations: 0,
        failed_generations: 0,
        cancelled_generations: 0,
        success_rate_pct: 0,
        avg_duration_ms: 0,
        p50_duration_ms: 0,
        p95_duration_ms: 0,
        p99_duration_ms: 0,
        total_images_generated: 0,
        hours_with_data: 0,
        latest_data_timestamp: null,
      },
    ],
    ['trends', { interval: 'hourly', lookback_days: 7, total_data_points: 0, data_points: [] }],
    ['trends?interval=daily', { interval: 'daily', lookback_days: 7, total_data_points: 0, data_points: [] }],
    ['models', { lookback_days: 30, total_models: 0, models: [] }],
    ['failures', { lookback_days: 7, total_error_types: 0, error_types: [], failure_trends: [] }],
    ['peak-hours', { lookback_days: 30, total_hours_analyzed: 0, peak_hours: [] }],
  ])('answers %s with nothing', async (path, body) => {
    const response = await api.http.get(`${base}/${path}`);
    expect([response.status, response.body]).toEqual([200, body]);
  });

  it.each([
    ['overview', { days: 0 }],
    ['overview', { days: 91 }],
    ['overview', { days: 'week' }],
    ['overview', { days: '' }],
    ['overview', { days: 1.5 }],
    ['trends', { days: 100 }],
    ['trends', { interval: 'weekly' }],
    [user, { days: 0 }],
    ['users/not-a-uuid', {}],
    ['models', { days: 91 }],
    ['failures', { days: 0 }],
    ['peak-hours', { days: 6 }],
    ['peak-hours', { days: 91 }],
  ])('refuses %s with %j', async (path, query) => {
    expectError(await api.http.get(`${base}/${path}`).query(query), 422, 'VALIDATION_ERROR');
  });

  it.each(['overview', 'trends', user, 'models', 'failures', 'peak-hours'])(
    'accepts the bounds of %s',
    async (path) => {
      for (const days of [path === 'peak-hours' ? 7 : 1, 90]) {
        const response = await api.http.get(`${base}/${path}`).query({ days });
        expect([response.status, response.body]).toEqual([
          200,
          expect.objectContaining({ lookback_days: days }),
        ]);
      }
    },
  );
});
