import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { GenerationEvent } from '../../../src/analytics/generation/generation-event.js';
import { GenerationFiguresService } from '../../../src/analytics/generation/generation-figures.service.js';
import { MetricsService } from '../../../src/analytics/generation/metrics.service.js';
import { JobStatus } from '../../../src/generation-jobs/generation-job.entity.js';
import type { StreamPublisher } from '../../../src/stream-pipeline/stream-publisher.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';

const now = new Date('2026-05-10T12:30:00Z');
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const [ada, job] = ['121e194b-4caa-4b81-ad4f-86ca3919d5b9', '0e0a5a3e-64a0-4b61-9b9c-6a2ae5f8b6a1'];

type Publish = (event: GenerationEvent) => void;

describe('MetricsService', () => {
  let database: TestDatabase;
  const clock = new FixedClock(now);

  /** A process of its own: nothing is remembered from another test. */
  const service = (publish?: Publish): MetricsService =>
    new MetricsService(
      publish && ({ publish } as unknown as StreamPublisher<GenerationEvent>),
      new GenerationFiguresService(database.dataSource, clock),
      clock,
    );
  const recorded = (record: (metrics: MetricsService) => void): GenerationEvent[] => {
    const events: GenerationEvent[] = [];
    record(service((event) => events.push(event)));
    return events;
  };

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => {
    clock.set(now);
  });
  afterAll(() => database.drop());

  it('records what it is told of generations without a job', () => {
    const timestamp = now.toISOString();
    const events = recorded((metrics) => {
      metrics.recordGenerationRequest(ada);
      metrics.updateQueueLength(3);
      metrics.recordGenerationRequest(ada, 'comfyui', job);
      metrics.recordGenerationCompletion(ada, true, 1.2345);
      metrics.recordGenerationCompletion(ada, false, 0, 'timeout', job);
      metrics.recordGenerationCancelled(ada, job);
      metrics.recordGenerationCancellation(ada);
    });
    const told = { userId: ada, timestamp };
    expect(events).toEqual([
      { eventType: 'request', ...told, generationType: 'standard' },
      { eventType: 'request', ...told, generationType: 'comfyui', generationId: job, queueLength: 3 },
      { eventType: 'completion', ...told, success: true, durationMs: 1235 },
      {
        eventType: 'completion',
        ...told,
        success: false,
        durationMs: 0,
        errorType: 'timeout',
        generationId: job,
      },
      { eventType: 'cancellation', ...told, generationId: job },
      { eventType: 'cancellation', ...told },
    ]);
  });

  it('throws at nobody, whatever happens to the event', () => {
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const broken = service(() => {
      throw new Error('full');
    });
    expect(() => {
      broken.recordGenerationRequest(ada);
    }).not.toThrow();
    expect(error).toHaveBeenCalledTimes(1);
    error.mockRestore();
    expect(() => {
      service().recordGenerationCancelled(ada);
    }).not.toThrow();
  });

  it('sums up the last hour from the rows, whoever wrote them', async () => {
    const { dataSource } = database;
    const [first, second] = [await createUser(dataSource), await createUser(dataSource)];
    const completed = { status: JobStatus.Completed, startedAt: minutesAgo(20) };
    await createGenerationJobs(dataSource, first.id, [
      { ...completed, createdAt: minutesAgo(30), completedAt: minutesAgo(19) }, // 60 s
      { ...completed, createdAt: minutesAgo(30), completedAt: minutesAgo(18) }, // 120 s
      { ...completed, createdAt: minutesAgo(90), completedAt: minutesAgo(15) }, // 300 s
      { ...completed, createdAt: minutesAgo(90), completedAt: minutesAgo(61), startedAt: minutesAgo(80) },
      { createdAt: minutesAgo(300), status: JobStatus.Running, startedAt: minutesAgo(299) },
    ]);
    await createGenerationJobs(dataSource, second.id, [
      {
        createdAt: minutesAgo(60),
        status: JobStatus.Failed,
        startedAt: minutesAgo(20),
        completedAt: minutesAgo(10),
      },
      { createdAt: minutesAgo(20), status: JobStatus.Failed, completedAt: minutesAgo(20) },
      {
        createdAt: minutesAgo(20),
        status: JobStatus.Cancelled,
        startedAt: minutesAgo(20),
        completedAt: minutesAgo(1),
      },
      { createdAt: minutesAgo(5) },
      { createdAt: minutesAgo(400) },
    ]);
    const metrics = service();
    metrics.recordResponseTime(0.25);
    metrics.recordResponseTime(0.5);
    expect(await metrics.getMetricsSummary()).toEqual({
      generation_metrics: {
        total_requests: 6,
        successful_generations: 3,
        failed_generations: 2,
        cancelled_generations: 1,
        average_generation_time: 270, // 60, 120, 300 and 600
        active_generations: 1,
        queue_length: 2,
        success_rate_percentage: 60,
      },
      performance_metrics: {
        average_response_time: 0.375,
        current_resource_usage: { memory_mb: expect.any(Number), cpu_percent: expect.any(Number) },
      },
      user_activity: { active_users_count: 2, total_registered_users: 2, total_user_generations: 10 },
      system_health: { queue_length: 2, active_generations: 1, error_rate: 0.4 },
    });
    expect(await metrics.getAlerts()).toMatchObject([{ type: 'high_error_rate', severity: 'high' }]);
  });

  it('forgets response times after a quarter of an hour', async () => {
    const metrics = service();
    metrics.recordResponseTime(6);
    expect((await metrics.getAlerts()).map(({ type }) => type)).toContain('slow_responses');
    clock.set(new Date(now.getTime() + 15 * 60_000 + 1));
    const { performance_metrics: performance } = await metrics.getMetricsSummary();
    expect(performance.average_response_time).toBeNull();
    expect((await metrics.getAlerts()).map(({ type }) => type)).not.toContain('slow_responses');
  });
});
