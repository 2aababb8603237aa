import { jest } from '@jest/globals';
import { MetricsService } from '../../../src/analytics/generation/metrics.service.js';
import { SystemClock } from '../../../src/common/clock.js';
import { dayMs, hourMs } from '../../../src/common/durations.js';
import { GenerationError } from '../../../src/generation-jobs/generators/generator.js';
import { EventPipelines } from '../../../src/stream-pipeline/event-pipelines.js';
import { HourlyRollup } from '../../../src/stream-pipeline/hourly-rollup.js';
import { StreamDrainer } from '../../../src/stream-pipeline/stream-drainer.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createFilesApp, type FilesApp } from '../../support/files-app.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { picture } from '../../support/pictures.js';
import { type Script, scripted } from '../../support/scripted-generator.js';
import { until } from '../../support/until.js';
import { WorkerProcess } from '../../support/worker-process.js';

const base = '/api/v1/analytics/generation';
const checkpoint = 'dreamshaper_8.safetensors';

/**
 * | second | what happens                                     | queue |
 * | ------ | ------------------------------------------------ | ----- |
 * | 0      | a job is asked for: a batch of four images       | 0     |
 * | 1      | another, which will fail                         | 1     |
 * | 3      | a third                                          | 2     |
 * | 5      | the third is cancelled                           |       |
 * | 12     | a worker comes and takes the first               |       |
 * | 22     | the first is completed, and the second is begun  |       |
 * | 42     | the second has failed                            |       |
 */
describe('three jobs asked for over HTTP and run by a worker', () => {
  let files: FilesApp;
  let userId: string;

  // Begins with an hour, so that all of it is within one.
  const hour = Math.floor((Date.now() - dayMs) / hourMs) * hourMs;
  const second = (seconds: number): Date => new Date(hour + seconds * 1000);
  const clock = new FixedClock(second(0));

  const generate: Script = async ({ prompt, batchSize }) => {
    clock.set(second(prompt === 'a lighthouse' ? 22 : 42));
    if (prompt !== 'a lighthouse') throw new GenerationError('workflow', 'there is no such node');
    const output = { mediaType: 'image/png', data: await picture(64, 64) };
    return { outputs: Array.from({ length: batchSize }, () => output), metadata: {} };
  };

  const ask = async (at: number, job: object): Promise<number> => {
    clock.set(second(at));
    const image = { user_id: userId, job_type: 'image', checkpoint_model: checkpoint, ...job };
    const { body } = await files.test.http.post('/api/v1/generation-jobs').send(image).expect(201);
    return (body as { id: number }).id;
  };
  const get = async (path: string): Promise<Record<string, unknown>> => {
    const response = await files.test.http.get(path).expect(200);
    return response.body as Record<string, unknown>;
  };
  const analytics = (path: string): Promise<Record<string, unknown>> => get(`${base}/${path}`);
  const reached = (id: number, status: string): Promise<void> =>
    until(async () => (await get(`/api/v1/generation-jobs/${id}`)).status === status);

  async function liveThrough(): Promise<void> {
    const completed = await ask(0, { prompt: 'a lighthouse', batch_size: 4 });
    const failed = await ask(1, { prompt: 'a storm' });
    const cancelled = await ask(3, { prompt: 'a calm' });
    clock.set(second(5));
    await files.test.http.post(`/api/v1/generation-jobs/${cancelled}/cancel`).send({}).expect(200);
    clock.set(second(12));
    const config = files.test.config.with({ values: { 'generation.concurrency': 1 } });
    const worker = await WorkerProcess.start(config, scripted(generate));
    await reached(completed, 'completed');
    await reached(failed, 'failed');
    await worker.stop();
  }

  beforeAll(async () => {
    jest.spyOn(SystemClock.prototype, 'now').mockImplementation(() => clock.now());
    files = await createFilesApp();
    const { app, dataSource } = files.test;
    userId = (await createUser(dataSource)).id;
    await liveThrough();
    await app.get(MetricsService, { strict: false }).flush();
    const pipeline = app.get(EventPipelines).get('generation-events');
    expect(await app.get(StreamDrainer).drain(pipeline)).toMatchObject({
      inserted: 6,
      duplicates: 0,
      dead: 0,
    });
    expect(await app.get(HourlyRollup).roll(pipeline, { includeCurrent: true })).toEqual({
      hours: 1,
      rows: 1,
    });
  });
  afterAll(async () => {
    await files.close();
    jest.restoreAllMocks();
  });

  // Of 10 s and 20 s; a percentile lies that far between the two.
  const durations = { avg_duration_ms: 15_000, p50_duration_ms: 15_000, p95_duration_ms: 19_500 };
  const counts = {
    total_requests: 3,
    successful_generations: 1,
    failed_generations: 1,
    cancelled_generations: 1,
    ...durations,
  };

  it('fill the overview', async () => {
    expect(await analytics('overview')).toEqual({
      lookback_days: 7,
      ...counts,
      p99_duration_ms: 19_900,
      success_rate_pct: 33.33,
      total_images_generated: 4,
      hours_with_data: 1,
      latest_data_timestamp: second(0).toISOString(),
    });
  });

  it.each([
    ['hourly', hourMs],
    ['daily', dayMs],
  ])('fill the %s trends', async (interval, lengthMs) => {
    expect(await analytics(`trends?interval=${interval}`)).toEqual({
      interval,
      lookback_days: 7,
      total_data_points: 1,
      data_points: [
        {
          timestamp: new Date(Math.floor(hour / lengthMs) * lengthMs).toISOString(),
          ...counts,
          p99_duration_ms: 19_900,
          unique_users: 1,
          avg_queue_length: 1, // of 0, 1 and 2
          max_queue_length: 2,
          total_images_generated: 4,
          success_rate: 0.3333,
        },
      ],
    });
  });

  it("fill the user's figures", async () => {
    const ended = { event_type: 'completion', generation_type: 'standard' };
    expect(await analytics(`users/${userId}`)).toEqual({
      user_id: userId,
      lookback_days: 30,
      ...counts,
      success_rate_pct: 33.33,
      last_generation_at: second(42).toISOString(),
      first_generation_at: second(0).toISOString(),
      recent_activity: [
        {
          ...ended,
          timestamp: second(42).toISOString(),
          duration_ms: 20_000,
          success: false,
          error_type: 'workflow',
        },
        {
          ...ended,
          timestamp: second(22).toISOString(),
          duration_ms: 10_000,
          success: true,
          error_type: null,
        },
      ],
      failure_breakdown: [{ error_type: 'workflow', count: 1 }],
    });
  });

  it('fill the models', async () => {
    expect(await analytics('models')).toEqual({
      lookback_days: 30,
      total_models: 1,
      models: [
        {
          model_checkpoint: checkpoint,
          total_generations: 2,
          successful_generations: 1,
          failed_generations: 1,
          success_rate_pct: 50,
          ...durations,
          last_used_at: second(42).toISOString(),
        },
      ],
    });
  });

  it('fill the failures', async () => {
    expect(await analytics('failures')).toEqual({
      lookback_days: 7,
      total_error_types: 1,
      error_types: [
        {
          error_type: 'workflow',
          count: 1,
          avg_duration_ms: 20_000,
          sample_messages: ['there is no such node'],
        },
      ],
      failure_trends: [
        {
          date: second(0).toISOString().slice(0, 10),
          total_completions: 2,
          failures: 1,
          failure_rate: 0.5,
        },
      ],
    });
  });

  it('fill the peak hours', async () => {
    expect(await analytics('peak-hours')).toEqual({
      lookback_days: 30,
      total_hours_analyzed: 1,
      peak_hours: [
        {
          hour_of_day: second(0).getUTCHours(),
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
