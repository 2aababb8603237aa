import { MetricsService } from '../../../src/analytics/generation/metrics.service.js';
import { JobStatus } from '../../../src/generation-jobs/generation-job.entity.js';
import { JobReporter } from '../../../src/generation-jobs/reporting/job-reporter.js';
import { EventPipelines } from '../../../src/stream-pipeline/event-pipelines.js';
import { HourlyRollup } from '../../../src/stream-pipeline/hourly-rollup.js';
import { StreamDrainer } from '../../../src/stream-pipeline/stream-drainer.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const base = '/api/v1/analytics/generation';

describe('the life of a few jobs, reported and carried through the pipeline', () => {
  let api: TestApp;
  let userId: string;

  // One UTC hour, so that every percentile is exact; begun yesterday, so that the hour is complete.
  const hour = Math.floor((Date.now() - 86_400_000) / 3_600_000) * 3_600_000;
  const second = (seconds: number): Date => new Date(hour + seconds * 1000);

  const get = async (path: string): Promise<Record<string, unknown>> => {
    const response = await api.http.get(`${base}/${path}`);
    expect(response.status).toBe(200);
    return response.body as Record<string, unknown>;
  };

  beforeAll(async () => {
    api = await createTestApp();
    userId = (await createUser(api.dataSource)).id;
    const job = { checkpointModel: 'dreamshaper_8.safetensors', width: 832, height: 1216 };
    const jobs = await createGenerationJobs(api.dataSource, userId, [
      {
        ...job,
        status: JobStatus.Completed,
        batchSize: 4,
        queueLength: 0,
        createdAt: second(0),
        startedAt: second(2),
        completedAt: second(12),
      },
      {
        ...job,
        status: JobStatus.Failed,
        errorType: 'oom',
        errorMessage: 'out of memory',
        queueLength: 1,
        createdAt: second(1),
        startedAt: second(12),
        completedAt: second(32),
      },
      { ...job, status: JobStatus.Cancelled, queueLength: 2, createdAt: second(3), completedAt: second(40) },
    ]);
    const metrics = api.app.get(MetricsService, { strict: false });
    const reporter = new JobReporter(metrics, api.config);
    for (const reported of jobs) {
      reporter.requested(reported);
      reporter.ended(reported);
    }
    await metrics.flush();
    const pipeline = api.app.get(EventPipelines).get('generation-events');
    expect(await api.app.get(StreamDrainer).drain(pipeline)).toMatchObject({ inserted: 6, dead: 0 });
    expect(await api.app.get(HourlyRollup).roll(pipeline)).toEqual({ hours: 1, rows: 1 });
  });
  afterAll(() => api.close());

  const durations = { avg_duration_ms: 15_000, p50_duration_ms: 15_000, p95_duration_ms: 19_500 };
  const counts = {
    total_requests: 3,
    successful_generations: 1,
    failed_generations: 1,
    cancelled_generations: 1,
    ...durations,
  };

  it('fills the overview', async () => {
    expect(await get('overview')).toEqual({
      lookback_days: 7,
      ...counts,
      p99_duration_ms: 19_900,
      success_rate_pct: 33.33,
      total_images_generated: 4,
      hours_with_data: 1,
      latest_data_timestamp: new Date(hour).toISOString(),
    });
  });

  it.each(['hourly', 'daily'])('fills the %s trends', async (interval) => {
    expect(await get(`trends?interval=${interval}`)).toMatchObject({
      total_data_points: 1,
      data_points: [
        {
          ...counts,
          p99_duration_ms: 19_900,
          unique_users: 1,
          avg_queue_length: 1,
          max_queue_length: 2,
          total_images_generated: 4,
          success_rate: 0.3333,
        },
      ],
    });
  });

  it("fills the user's figures", async () => {
    const ended = { event_type: 'completion', generation_type: 'standard' };
    expect(await get(`users/${userId}`)).toEqual({
      user_id: userId,
      lookback_days: 30,
      ...counts,
      success_rate_pct: 33.33,
      last_generation_at: second(40).toISOString(),
      first_generation_at: second(0).toISOString(),
      recent_activity: [
        {
          ...ended,
          timestamp: second(32).toISOString(),
          duration_ms: 20_000,
          success: false,
          error_type: 'oom',
        },
        {
          ...ended,
          timestamp: second(12).toISOString(),
          duration_ms: 10_000,
          success: true,
          error_type: null,
        },
      ],
      failure_breakdown: [{ error_type: 'oom', count: 1 }],
    });
  });

  it('fills the models', async () => {
    expect(await get('models')).toEqual({
      lookback_days: 30,
      total_models: 1,
      models: [
        {
          model_checkpoint: 'dreamshaper_8.safetensors',
          total_generations: 2,
          successful_generations: 1,
          failed_generations: 1,
          success_rate_pct: 50,
          ...durations,
          last_used_at: second(32).toISOString(),
        },
      ],
    });
  });

  it('fills the failures', async () => {
    const date = new Date(hour).toISOString().slice(0, 10);
    expect(await get('failures')).toEqual({
      lookback_days: 7,
      total_error_types: 1,
      error_types: [
        { error_type: 'oom', count: 1, avg_duration_ms: 20_000, sample_messages: ['out of memory'] },
      ],
      failure_trends: [{ date, total_completions: 2, failures: 1, failure_rate: 0.5 }],
    });
  });

  it('fills the peak hours', async () => {
    expect(await get('peak-hours')).toEqual({
      lookback_days: 30,
      total_hours_analyzed: 1,
      peak_hours: [
        {
          hour_of_day: new Date(hour).getUTCHours(),
          avg_requests: 3,
          avg_queue_length: 1,
          avg_max_queue_length: 2,
          avg_p95_duration_ms: 19_500,
          avg_unique_users: 1,
          data_points: 1,
        },
      ],
    });
  });
});
