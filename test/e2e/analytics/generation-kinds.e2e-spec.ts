import { randomUUID } from 'node:crypto';
import { insertGenerationEvents } from '../../support/factories/generation-events.factory.js';
import { ada, at, GenerationHistory, iso, success } from './generation-history.js';

describe('generation analytics by user, model and failure', () => {
  let history: GenerationHistory;
  let get: GenerationHistory['get'];

  beforeAll(async () => {
    history = await GenerationHistory.open();
    ({ get } = history);
  });
  afterAll(() => history.close());

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
    await insertGenerationEvents(history.api.dataSource, many);
    const { recent_activity: latest } = await get(`users/${user_id}`);
    expect((latest as { duration_ms: number }[]).map((one) => one.duration_ms)).toEqual(
      Array.from({ length: 20 }, (_, i) => 24 - i),
    );
    await history.api.dataSource.query('DELETE FROM generation_events WHERE user_id = $1', [user_id]);
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
        { date: iso(2, '00:00').slice(0, 10), total_completions: 1, failures: 0, failure_rate: 0 },
        { date: iso(1, '00:00').slice(0, 10), total_completions: 5, failures: 2, failure_rate: 0.4 },
      ],
    });
  });
});
