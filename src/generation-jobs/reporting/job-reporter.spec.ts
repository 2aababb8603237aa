import fc from 'fast-check';
import { decodeGenerationEvent, type GenerationEvent } from '../../analytics/generation/generation-event.js';
import type { GenerationFiguresService } from '../../analytics/generation/generation-figures.service.js';
import { MetricsService } from '../../analytics/generation/metrics.service.js';
import { SystemClock } from '../../common/clock.js';
import { loadConfig } from '../../config/load-config.js';
import { encodeJsonEvent } from '../../stream-pipeline/json-event.js';
import type { StreamPublisher } from '../../stream-pipeline/stream-publisher.js';
import { type GenerationJob, JobStatus, JobType } from '../generation-job.entity.js';
import { JobReporter } from './job-reporter.js';

const config = loadConfig({ variables: { APP_ENV: 'test' } });
const figures = {} as GenerationFiguresService;

const job = {
  id: 7,
  uuid: '0e0a5a3e-64a0-4b61-9b9c-6a2ae5f8b6a1',
  userId: '121e194b-4caa-4b81-ad4f-86ca3919d5b9',
  jobType: JobType.Image,
  prompt: '  a lighthouse\nat   dusk ',
  status: JobStatus.Completed,
  errorType: null,
  errorMessage: null,
  checkpointModel: 'dreamshaper_8.safetensors',
  width: 832,
  height: 1216,
  batchSize: 2,
  backend: null,
  queueLength: 3,
  createdAt: new Date('2026-01-01T10:00:00.000Z'),
  startedAt: new Date('2026-01-01T10:00:01.500Z'),
  completedAt: new Date('2026-01-01T10:00:21.750Z'),
} as GenerationJob;

const moment = { generationId: job.uuid, userId: job.userId, generationType: 'standard' };
const parameters = {
  modelCheckpoint: 'dreamshaper_8.safetensors',
  imageDimensions: { width: 832, height: 1216 },
  batchSize: 2,
};

/** What the analytics get to hear. */
function told(tell: (reporter: JobReporter) => void): GenerationEvent[] {
  const events: GenerationEvent[] = [];
  const publisher = { publish: (event: GenerationEvent) => events.push(event) };
  const metrics = new MetricsService(
    publisher as unknown as StreamPublisher<GenerationEvent>,
    figures,
    new SystemClock(),
  );
  tell(new JobReporter(metrics, config));
  return events;
}

const ended = (changes: Partial<GenerationJob> = {}): GenerationEvent[] =>
  told((reporter) => {
    reporter.ended({ ...job, ...changes });
  });

describe('JobReporter', () => {
  it('tells of a request what was asked for, at the time of the row', () => {
    const events = told((reporter) => {
      reporter.requested({ ...job, status: JobStatus.Pending, startedAt: null, completedAt: null });
    });
    expect(events).toEqual([
      {
        eventType: 'request',
        ...moment,
        ...parameters,
        timestamp: '2026-01-01T10:00:00.000Z',
        queueLength: 3,
        promptTokens: 4,
      },
    ]);
  });

  it('tells of a completion how long it waited and took', () => {
    expect(ended()).toEqual([
      {
        eventType: 'completion',
        ...moment,
        ...parameters,
        timestamp: '2026-01-01T10:00:21.750Z',
        success: true,
        queueWaitTimeMs: 1_500,
        durationMs: 20_250,
        generationTimeMs: 20_250,
      },
    ]);
  });

  it('tells of a failure its kind and as much of its message as is kept', () => {
    const [failure] = ended({
      status: JobStatus.Failed,
      errorType: 'oom',
      errorMessage: `${'x'.repeat(999)}🙂 and more`,
    });
    expect(failure).toMatchObject({
      success: false,
      errorType: 'oom',
      errorMessage: 'x'.repeat(999),
    });
  });

  it('tells of a failure of no known kind that its kind is unknown', () => {
    expect(ended({ status: JobStatus.Failed })).toMatchObject([
      { success: false, errorType: 'unknown', errorMessage: undefined },
    ]);
  });

  it('tells of a job that never started no duration', () => {
    const [event] = ended({ status: JobStatus.Failed, startedAt: null });
    expect(event).toMatchObject({
      durationMs: undefined,
      generationTimeMs: undefined,
      queueWaitTimeMs: undefined,
    });
  });

  it('tells of a cancellation when and whose, and nothing else', () => {
    expect(ended({ status: JobStatus.Cancelled, errorMessage: 'Cancelled: never mind' })).toEqual([
      { eventType: 'cancellation', ...moment, timestamp: '2026-01-01T10:00:21.750Z' },
    ]);
  });

  it.each<[Partial<GenerationJob>, string]>([
    [{ jobType: JobType.Text }, 'text'],
    [{ jobType: JobType.Video, backend: 'comfyui' }, 'video'],
    [{ jobType: JobType.Audio }, 'audio'],
    [{ backend: 'comfyui' }, 'comfyui'],
    [{ backend: 'built-in' }, 'standard'],
  ])('calls %j %s', (changes, generationType) => {
    expect(ended(changes)).toMatchObject([{ generationType }]);
  });

  it('tells the same twice as the same', () => {
    expect(ended()).toEqual(ended());
  });

  it('throws nothing at a job that has not ended', () => {
    expect(ended({ completedAt: null })).toEqual([]);
  });

  it('never tells what the pipeline refuses, whatever the row holds', () => {
    const time = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    const rows = fc.record({
      prompt: fc.string({ unit: 'binary' }),
      status: fc.constantFrom(...Object.values(JobStatus)),
      jobType: fc.constantFrom(...Object.values(JobType)),
      errorType: fc.option(fc.constantFrom('timeout', 'workflow')),
      errorMessage: fc.option(fc.string({ unit: 'binary', maxLength: 3000 })),
      checkpointModel: fc.option(fc.string({ unit: 'binary', maxLength: 255 })),
      width: fc.option(fc.integer({ min: 64, max: 2048 })),
      height: fc.option(fc.integer({ min: 64, max: 2048 })),
      queueLength: fc.option(fc.nat()),
      createdAt: time,
      startedAt: fc.option(time),
      completedAt: time,
    });
    fc.assert(
      fc.property(rows, (row) => {
        const events = told((reporter) => {
          reporter.requested({ ...job, ...row });
          reporter.ended({ ...job, ...row });
        });
        expect(events).toHaveLength(2);
        for (const event of events) {
          expect(decodeGenerationEvent(encodeJsonEvent(event))).toMatchObject({ ok: true });
        }
      }),
    );
  });
});
