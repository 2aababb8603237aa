import { randomUUID } from 'node:crypto';
import { rollUpGenerationHours } from '../../../src/analytics/generation/generation-rollup.queries.js';
import { dayMs } from '../../../src/common/durations.js';
import { expectError } from '../../support/expect-error.js';
import { insertGenerationEvents } from '../../support/factories/generation-events.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const base = '/api/v1/analytics/generation';
const today = Math.floor(Date.now() / dayMs) * dayMs;

/** A time of day, so many days ago. */
const at = (daysAgo: number, time: string): Date =>
  new Date(`${new Date(today - daysAgo * dayMs).toISOString().slice(0, 10)}T${time}:00.000Z`);
const iso = (daysAgo: number, time: string): string => at(daysAgo, time).toISOString();
const date = (daysAgo: number): string => iso(daysAgo, '00:00').slice(0, 10);

const [ada, ben] = [randomUUID(), randomUUID()];
const request = { event_type: 'request' as const };
const success = { event_type: 'completion' as const, success: true, generation_type: 'standard' };
const failure = { ...success, success: false };

/** Within 1 % of exact, as merged percentiles are. */
const nearly = (exact: number): unknown => ({
  asymmetricMatch: (value: unknown) =>
    Number.isInteger(value) && Math.abs((value as number) - exact) <= exact * 0.01 + 0.5,
  toString: () => `within 1 % of ${exact}`,
});

const events = [
  { timestamp: at(10, '11:00'), ...request, user_id: ada, queue_length: 1 },
  {
    timestamp: at(10, '11:10'),
    ...failure,
    user_id: ada,
    duration_ms: 9000,
    model_checkpoint: 'c',
    error_type: 'oom',
    error_message: 'out of memory',
  },
  { timestamp: at(2, '10:00'), ...request, user_id: ada },
  {
    timestamp: at(2, '10:05'),
    ...success,
    user_id: ada,
    duration_ms: 2000,
    model_checkpoint: 'a',
    batch_size: 1,
  },
  { timestamp: at(1, '10:00'), ...request, user_id: ada, queue_length: 2 },
  { timestamp: at(1, '10:01'), ...request, user_id: ada, queue_length: 4 },
  { timestamp: at(1, '10:02'), ...request, user_id: ada },
  {
    timestamp: at(1, '10:10'),
    ...success,
    user_id: ada,
    duration_ms: 1000,
    model_checkpoint: 'a',
    batch_size: 2,
  },
  { timestamp: at(1, '10:20'), ...success, user_id: ada, duration_ms: 3000, model_checkpoint: 'a' },
  { timestamp: at(1, '11:00'), ...request, user_id: ben, queue_length: 0 },
  {
    timestamp: at(1, '11:10'),
    ...failure,
    user_id: ben,
    duration_ms: 5000,
    model_checkpoint: 'b',
    error_type: 'timeout',
    error_message: 'took too long',
  },
  { timestamp: at(1, '11:20'), event_type: 'cancellation' as const, user_id: ben },
  { timestamp: at(1, '11:30'), ...failure, user_id: ada },
  { timestamp: at(1, '13:00'), ...success, duration_ms: 0, batch_size: 1 },
];

const dayBeforeYesterday = {
  total_requests: 1,
  successful_generations: 1,
  failed_generations: 0,
  cancelled_generations: 0,
  avg_duration_ms: 2000,
  p50_duration_ms: 2000,
  p95_duration_ms: 2000,
  p99_duration_ms: 2000,
  total_images_generated: 1,
  unique_users: 1,
  avg_queue_length: null,
  max_queue_length: null,
  success_rate: 1,
};

describe('generation analytics', () => {
  let api: TestApp;

  const get = async (path: string, query: object = {}): Promise<Record<string, unknown>> => {
    const response = await api.http.get(`${base}/${path}`).query(query);
    expect(response.status).toBe(200);
    return response.body as Record<string, unknown>;
  };

  beforeAll(async () => {
    api = await createTestApp();
    await insertGenerationEvents(api.dataSource, events);
    const range = { from: at(10, '00:00'), to: at(0, '00:00') };
    await api.dataSource.transaction((manager) => rollUpGenerationHours(manager, range));
  });
  afterAll(() => api.close());

  it('sums up the hours of a week', async () => {
    expect(await get('overview')).toEqual({
      lookback_days: 7,
      total_requests: 5,
      successful_generations: 4,
      failed_generations: 2,
      cancelled_generations: 1,
      success_rate_pct: 80,
      avg_duration_ms: 2200, // of 0, 1000, 2000, 3000 and 5000; the hours' means alone would give 2250
      p50_duration_ms: nearly(2000),
      p95_duration_ms: nearly(4600),
      p99_duration_ms: nearly(4920),
      total_images_generated: 5,
      hours_with_data: 4,
      latest_data_timestamp: iso(1, '13:00'),
    });
    expect(await get('overview', { days: 30 })).toMatchObject({
      lookback_days: 30,
      total_requests: 6,
      success_rate_pct: 66.67,
      hours_with_data: 5,
    });
  });

  it('shows the hours as they are', async () => {
    const trends = await get('trends');
    expect(trends).toMatchObject({ interval: 'hourly', lookback_days: 7, total_data_points: 4 });
    expect(trends.data_points).toEqual([
      { timestamp: iso(2, '10:00'), ...dayBeforeYesterday },
      {
        timestamp: iso(1, '10:00'),
        total_requests: 3,
        successful_generations: 2,
        failed_generations: 0,
        cancelled_generations: 0,
        avg_duration_ms: 2000,
        p50_duration_ms: 2000,
        p95_duration_ms: 2900,
        p99_duration_ms: 2980,
        total_images_generated: 3,
        unique_users: 1,
        avg_queue_length: 3,
        max_queue_length: 4,
        success_rate: 0.6667,
      },
      {
        timestamp: iso(1, '11:00'),
        total_requests: 1,
        successful_generations: 0,
        failed_generations: 2,
        cancelled_generations: 1,
        avg_duration_ms: 5000,
        p50_duration_ms: 5000,
        p95_duration_ms: 5000,
        p99_duration_ms: 5000,
        total_images_generated: 0,
        unique_users: 2,
        avg_queue_length: 0,
        max_queue_length: 0,
        success_rate: 0,
      },
      {
        timestamp: iso(1, '13:00'),
        total_requests: 0,
        successful_generations: 1,
        failed_generations: 0,
        cancelled_generations: 0,
        avg_duration_ms: 0,
        p50_duration_ms: 0,
        p95_duration_ms: 0,
        p99_duration_ms: 0,
        total_images_generated: 1,
        unique_users: 0,
        avg_queue_length: null,
        max_queue_length: null,
        success_rate: null,
      },
    ]);
  });

  it('adds hours up to whole UTC days', async () => {
    const trends = await get('trends', { interval: 'daily', days: 3 });
    expect(trends).toEqual({
      interval: 'daily',
      lookback_days: 3,
      total_data_points: 2,
      data_points: [
        { timestamp: iso(2, '00:00'), ...dayBeforeYesterday },
        {
          timestamp: iso(1, '00:00'),
          total_requests: 4,
          successful_generations: 3,
          failed_generations: 2,
          cancelled_generations: 1,
          avg_duration_ms: 2250, // of 0, 1000, 3000 and 5000
          p50_duration_ms: nearly(2000),
          p95_duration_ms: nearly(4700),
          p99_duration_ms: nearly(4940),
          total_images_generated: 4,
          unique_users: 2,
          avg_queue_length: 1.5,
          max_queue_length: 4,
          success_rate: 0.75,
        },
      ],
    });
    const twoDays = await get('trends', { interval: 'daily', days: 2 });
    expect(twoDays).toMatchObject({ data_points: [{ timestamp: iso(1, '00:00') }] });
  });

  it("sums up one user's events", async () => {
    const activity = {
      event_type: 'completion',
      success: true,
      error_type: null,
      generation_type: 'standard',
    };
    expect(await get(`users/${ada}`)).toEqual({
      user_id: ada,
      lookback_days: 30,
      total_requests: 5,
      successful_generations: 3,
      failed_generations: 2,
      cancelled_generations: 0,
      success_rate_pct: 60,
      avg_duration_ms: 3750,
      p50_duration_ms: 2500,
      p95_duration_ms: 8100, // 3000 + 0.85 · 6000
      last_generation_at: iso(1, '11:30'),
      first_generation_at: iso(10, '11:00'),
      recent_activity: [
        { ...activity, timestamp: iso(1, '11:30'), duration_ms: null, success: false },
        { ...activity, timestamp: iso(1, '10:20'), duration_ms: 3000 },
        { ...activity, timestamp: iso(1, '10:10'), duration_ms: 1000 },
        { ...activity, timestamp: iso(2, '10:05'), duration_ms: 2000 },
        { ...activity, timestamp: iso(10, '11:10'), duration_ms: 9000, success: false, error_type: 'oom' },
      ],
      failure_breakdown: [{ error_type: 'oom', count: 1 }],
    });
  });

  it('names no more than twenty of them', async () => {
    const user_id = randomUUID();
    const many = Array.from({ length: 25 }, (_, i) => ({
      timestamp: new Date(at(1, '20:00').getTime() + i),
      ...success,
      user_id,
      duration_ms: i,
    }));
    await insertGenerationEvents(api.dataSource, many);
    const { recent_activity: latest } = await get(`users/${user_id}`);
    expect((latest as { duration_ms: number }[]).map((one) => one.duration_ms)).toEqual(
      Array.from({ length: 20 }, (_, i) => 24 - i),
    );
    await api.dataSource.query('DELETE FROM generation_events WHERE user_id = $1', [user_id]);
  });

  it('answers zeros for a user of whom it knows nothing', async () => {
    const user_id = randomUUID();
    expect(await get(`users/${user_id.toUpperCase()}`, { days: 1 })).toEqual({
      user_id,
      lookback_days: 1,
      total_requests: 0,
      successful_generations: 0,
      failed_generations: 0,
      cancelled_generations: 0,
      success_rate_pct: 0,
      avg_duration_ms: 0,
      p50_duration_ms: 0,
      p95_duration_ms: 0,
      last_generation_at: null,
      first_generation_at: null,
      recent_activity: [],
      failure_breakdown: [],
    });
  });

  it('compares the models', async () => {
    const one = {
      total_generations: 1,
      successful_generations: 0,
      failed_generations: 1,
      success_rate_pct: 0,
    };
    expect(await get('models')).toEqual({
      lookback_days: 30,
      total_models: 3,
      models: [
        {
          model_checkpoint: 'a',
          total_generations: 3,
          successful_generations: 3,
          failed_generations: 0,
          success_rate_pct: 100,
          avg_duration_ms: 2000,
          p50_duration_ms: 2000,
          p95_duration_ms: 2900,
          last_used_at: iso(1, '10:20'),
        },
        {
          ...one,
          model_checkpoint: 'b',
          avg_duration_ms: 5000,
          p50_duration_ms: 5000,
          p95_duration_ms: 5000,
          last_used_at: iso(1, '11:10'),
        },
        {
          ...one,
          model_checkpoint: 'c',
          avg_duration_ms: 9000,
          p50_duration_ms: 9000,
          p95_duration_ms: 9000,
          last_used_at: iso(10, '11:10'),
        },
      ],
    });
  });

  it('tells why and when generations failed', async () => {
    expect(await get('failures')).toEqual({
      lookback_days: 7,
      total_error_types: 2,
      error_types: [
        { error_type: 'timeout', count: 1, avg_duration_ms: 5000, sample_messages: ['took too long'] },
        { error_type: 'unknown', count: 1, avg_duration_ms: null, sample_messages: [] },
      ],
      failure_trends: [
        { date: date(2), total_completions: 1, failures: 0, failure_rate: 0 },
        { date: date(1), total_completions: 5, failures: 2, failure_rate: 0.4 },
      ],
    });
  });

  it('ranks the hours of the day', async () => {
    expect(await get('peak-hours')).toEqual({
      lookback_days: 30,
      total_hours_analyzed: 3,
      peak_hours: [
        {
          hour_of_day: 10,
          avg_requests: 2,
          avg_queue_length: 3,
          avg_max_queue_length: 4,
          avg_p95_duration_ms: 2450,
          avg_unique_users: 1,
          data_points: 2,
        },
        {
          hour_of_day: 11,
          avg_requests: 1,
          avg_queue_length: 0.5,
          avg_max_queue_length: 0.5,
          avg_p95_duration_ms: 7000,
          avg_unique_users: 1.5,
          data_points: 2,
        },
        {
          hour_of_day: 13,
          avg_requests: 0,
          avg_queue_length: null,
          avg_max_queue_length: null,
          avg_p95_duration_ms: 0,
          avg_unique_users: 0,
          data_points: 1,
        },
      ],
    });
  });

  it.each([
    ['overview', { days: 0 }],
    ['overview', { days: 91 }],
    ['overview', { days: 'week' }],
    ['overview', { days: '' }],
    ['overview', { days: 1.5 }],
    ['trends', { days: 100 }],
    ['trends', { interval: 'weekly' }],
    [`users/${ada}`, { days: 0 }],
    ['users/not-a-uuid', {}],
    ['models', { days: 91 }],
    ['failures', { days: 0 }],
    ['peak-hours', { days: 6 }],
    ['peak-hours', { days: 91 }],
  ])('refuses %s with %j', async (path, query) => {
    expectError(await api.http.get(`${base}/${path}`).query(query), 422, 'VALIDATION_ERROR');
  });

  it.each(['overview', 'trends', `users/${ada}`, 'models', 'failures', 'peak-hours'])(
    'accepts the bounds of %s',
    async (path) => {
      for (const days of [path === 'peak-hours' ? 7 : 1, 90]) {
        expect(await get(path, { days })).toMatchObject({ lookback_days: days });
      }
    },
  );
});

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
});
