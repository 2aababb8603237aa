import type { GenerationEvent } from '../../../src/analytics/generation/generation-event.js';
import { createGenerationEventsPipeline } from '../../../src/analytics/generation/generation-events.pipeline.js';
import { MetricsService } from '../../../src/analytics/generation/metrics.service.js';
import { JobStatus } from '../../../src/generation-jobs/generation-job.entity.js';
import { GenerationError } from '../../../src/generation-jobs/generators/generator.js';
import { JobLifecycle } from '../../../src/generation-jobs/lifecycle/job-lifecycle.js';
import { payloadField, StreamKeys } from '../../../src/stream-pipeline/stream-keys.js';
import { type Script, scripted, someText, untilAborted } from '../../support/scripted-generator.js';
import { until } from '../../support/until.js';
import { JobBoard } from './job-board.js';

/** Nothing here drains or repairs: what is asserted is in the streams because it was reported when it happened. */
describe('the analytics are told of a job as it happens', () => {
  let board: JobBoard;
  let lifecycle: JobLifecycle;
  let userId: string;

  beforeAll(async () => {
    board = await JobBoard.open({
      'generation.attempts': 3,
      'generation.backoff-ms': 20,
      // The third job of a user waits outside the queue, and counts as waiting like the others.
      'generation.max-active-per-user': 2,
    });
    lifecycle = board.get(JobLifecycle);
  });
  beforeEach(async () => {
    await board.flushRedis();
    await board.dataSource.query('TRUNCATE generation_jobs, generation_job_events');
    userId = await board.createUser();
  });
  afterEach(() => board.stopWorkers());
  afterAll(() => board.close());

  /** Everything in the streams, requests first; workers have sent what they had to say by the time they are stopped. */
  async function reported(): Promise<GenerationEvent[]> {
    await board.stopWorkers();
    await board.get(MetricsService).flush();
    const { client, ns } = board.redis;
    const streams = new StreamKeys(ns).streams(createGenerationEventsPipeline(board.config));
    const entries = (await Promise.all(streams.map((stream) => client.xrange(stream, '-', '+')))).flat();
    const events = entries.map(([, fields]) => {
      expect(fields).toEqual([payloadField, expect.any(String)]);
      return JSON.parse(fields[1]!) as GenerationEvent;
    });
    return events.sort((one, other) => (one.eventType < other.eventType ? 1 : -1));
  }

  /** What is told of a job as its row has it in the end, each once and nothing else. */
  async function expectReported(id: number, end: Partial<GenerationEvent>): Promise<void> {
    const { uuid, createdAt, completedAt } = await board.job(id);
    const job = { generationId: uuid, userId };
    expect(await reported()).toEqual([
      expect.objectContaining({ eventType: 'request', ...job, timestamp: createdAt.toISOString() }),
      expect.objectContaining({ ...end, ...job, timestamp: completedAt!.toISOString() }),
    ]);
  }

  const success = { eventType: 'completion', success: true } as const;
  const cancellation = { eventType: 'cancellation' } as const;
  const outOfMemory = (): Promise<never> => Promise.reject(new GenerationError('oom', 'out of memory'));

  it('that is asked for and completed', async () => {
    await board.startWorker(scripted());
    const { id } = await board.submit(userId);
    await board.ended(id);
    await expectReported(id, success);
  });

  it('that is cancelled while it waits', async () => {
    const { id } = await board.submit(userId);
    await lifecycle.cancel(id);
    await expectReported(id, cancellation);
  });

  it('that is cancelled while it runs', async () => {
    await board.startWorker(scripted((_request, context) => untilAborted(context)));
    const { id } = await board.submit(userId);
    await until(async () => (await board.statuses(id)).includes('started'));
    await lifecycle.cancel(id);
    await expectReported(id, cancellation);
  });

  it('that fails, after its last attempt', async () => {
    await board.startWorker(scripted(outOfMemory));
    const { id } = await board.submit(userId);
    expect(await board.ended(id)).toMatchObject({ status: 'failed', attempts: 3 });
    await expectReported(id, {
      eventType: 'completion',
      success: false,
      errorType: 'oom',
      errorMessage: 'out of memory',
    });
  });

  it('that fails and succeeds at the next attempt', async () => {
    let attempts = 0;
    const script: Script = () => {
      attempts += 1;
      return attempts === 1 ? outOfMemory() : Promise.resolve(someText);
    };
    await board.startWorker(scripted(script));
    const { id } = await board.submit(userId);
    expect(await board.ended(id)).toMatchObject({ status: 'completed', attempts: 2 });
    await expectReported(id, success);
  });

  it('that one worker gives back and another completes', async () => {
    const stopped = await board.startWorker(scripted((_request, context) => untilAborted(context)));
    const { id } = await board.submit(userId);
    await until(async () => (await board.statuses(id)).includes('started'));
    await board.stopWorker(stopped);
    await board.startWorker(scripted());
    await board.ended(id);
    expect(await board.statuses(id)).toEqual(['started', 'pending', 'started', 'completed']);
    await expectReported(id, success);
  });

  it('that an operator puts back into the queue', async () => {
    const { id } = await board.submit(userId);
    await lifecycle.start(id);
    await lifecycle.setStatus(id, JobStatus.Pending);
    await board.startWorker(scripted());
    await board.ended(id);
    await expectReported(id, success);
  });

  it('that somebody outside takes, completes and is late to complete again', async () => {
    const { id } = await board.submit(userId);
    expect((await lifecycle.claimNext(1)).map((job) => job.id)).toEqual([id]);
    await lifecycle.complete(id, null);
    await expect(lifecycle.complete(id, null)).rejects.toThrow('Cannot complete job');
    await lifecycle.setStatus(id, JobStatus.Completed);
    await expectReported(id, success);
  });

  it('how many were waiting or running when it was asked for, of all users', async () => {
    const asked = [await board.submit(userId), await board.submit(userId), await board.submit(userId)];
    await lifecycle.start(asked[0]!.id);
    asked.push(await board.submit(await board.createUser()));
    await lifecycle.cancel(asked[1]!.id);
    await lifecycle.complete(asked[0]!.id, null);
    asked.push(await board.submit(userId));
    const lengths = [0, 1, 2, 3, 2];
    expect(asked.map(({ queueLength }) => queueLength)).toEqual(lengths);
    const rows = await Promise.all(asked.map(({ id }) => board.job(id)));
    expect(rows.map(({ queueLength }) => queueLength)).toEqual(lengths);
    const requests = (await reported()).filter(({ eventType }) => eventType === 'request');
    const lengthOf = new Map(requests.map(({ generationId, queueLength }) => [generationId, queueLength]));
    expect(asked.map(({ uuid }) => lengthOf.get(uuid))).toEqual(lengths);
  });

  it('10,000 at the most were waiting', async () => {
    await board.dataSource.query(
      `INSERT INTO generation_jobs (user_id, job_type, prompt, created_at, updated_at)
       SELECT $1, 'text_generation', 'a story', now(), now() FROM generate_series(1, 10001)`,
      [userId],
    );
    expect(await board.submit(userId)).toMatchObject({ queueLength: 10_000 });
  });
});
