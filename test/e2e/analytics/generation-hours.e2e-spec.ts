import { GenerationHistory, iso } from './generation-history.js';

/** Within 1 % of exact, as merged percentiles are. */
const nearly = (exact: number): unknown => ({
  asymmetricMatch: (value: unknown) =>
    Number.isInteger(value) && Math.abs((value as number) - exact) <= exact * 0.01 + 0.5,
  toString: () => `within 1 % of ${exact}`,
});
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
describe('generation analytics by the hour', () => {
  let history: GenerationHistory;
  let get: GenerationHistory['get'];

  beforeAll(async () => {
    history = await GenerationHistory.open();
    ({ get } = history);
  });
  afterAll(() => history.close());

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
});
