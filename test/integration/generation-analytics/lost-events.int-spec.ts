import { Redis } from 'ioredis';
import { createGenerationEventsPipeline } from '../../../src/analytics/generation/generation-events.pipeline.js';
import type { GenerationEvent } from '../../../src/analytics/generation/generation-event.js';
import { GenerationFiguresService } from '../../../src/analytics/generation/generation-figures.service.js';
import { MetricsService } from '../../../src/analytics/generation/metrics.service.js';
import { SystemClock } from '../../../src/common/clock.js';
import type { SettingValues } from '../../../src/config/config.schema.js';
import { type GenerationJob, JobStatus } from '../../../src/generation-jobs/generation-job.entity.js';
import { JobReporter } from '../../../src/generation-jobs/reporting/job-reporter.js';
import { LostEvents } from '../../../src/generation-jobs/reporting/lost-events.js';
import { EventPipelines } from '../../../src/stream-pipeline/event-pipelines.js';
import { StreamBacklog } from '../../../src/stream-pipeline/stream-backlog.js';
import { StreamDrainer } from '../../../src/stream-pipeline/stream-drainer.js';
import { StreamKeys } from '../../../src/stream-pipeline/stream-keys.js';
import { StreamPublisher } from '../../../src/stream-pipeline/stream-publisher.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import {
  createTestDatabase,
  type TestDatabase,
  testConfig,
  testRedis,
  type TestRedis,
} from '../../support/test-stores.js';

const now = new Date();
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);

describe('LostEvents', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let userId: string;
  let publisher: StreamPublisher<GenerationEvent>;

  const pipeline = createGenerationEventsPipeline(testConfig());
  const clock = new SystemClock();

  const lostEvents = (values: Partial<SettingValues> = {}): LostEvents => {
    const config = testConfig(values);
    const { dataSource } = database;
    const metrics = new MetricsService(publisher, new GenerationFiguresService(dataSource, clock), clock);
    const pipelines = new EventPipelines([createGenerationEventsPipeline(config)]);
    const backlog = new StreamBacklog(redis.client, new StreamKeys(redis.ns));
    return new LostEvents(dataSource, new JobReporter(metrics, config), metrics, backlog, pipelines);
  };
  const drain = (): ReturnType<StreamDrainer['drain']> =>
    new StreamDrainer(database.dataSource, redis.client, new StreamKeys(redis.ns), clock).drain(pipeline);
  const create = (...jobs: Partial<GenerationJob>[]): Promise<GenerationJob[]> =>
    createGenerationJobs(database.dataSource, userId, jobs);
  const completed = (createdAt: Date, completedAt: Date): Partial<GenerationJob> => ({
    status: JobStatus.Completed,
    createdAt,
    startedAt: createdAt,
    completedAt,
  });
  const storedEvents = (): Promise<unknown> =>
    database.dataSource.query(
      `SELECT generation_id, event_type, "timestamp" FROM generation_events ORDER BY "timestamp", event_type DESC`,
    );

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = testRedis();
    userId = (await createUser(database.dataSource)).id;
    const client = new Redis(redis.url, { lazyConnect: true });
    await client.connect();
    publisher = new StreamPublisher(client, pipeline, new StreamKeys(redis.ns));
  });
  afterEach(async () => {
    await redis.client.del(new StreamKeys(redis.ns).stream(pipeline, 0));
    await database.dataSource.query('TRUNCATE generation_jobs, generation_job_events, generation_events');
  });
  afterAll(async () => {
    await publisher.onApplicationShutdown();
    await redis.close();
    await database.drop();
  });

  it('publishes what no event tells of, once', async () => {
    const [job, cancelled, running] = await create(
      completed(hoursAgo(24.9), hoursAgo(3)),
      { ...completed(hoursAgo(2), hoursAgo(1)), status: JobStatus.Cancelled },
      { status: JobStatus.Running, createdAt: hoursAgo(0.5), startedAt: hoursAgo(0.4) },
    );
    expect(await lostEvents().republishLost(now)).toBe(5);
    expect(await drain()).toMatchObject({ inserted: 5, duplicates: 0, dead: 0 });
    expect(await storedEvents()).toEqual([
      { generation_id: job!.uuid, event_type: 'request', timestamp: hoursAgo(24.9) },
      { generation_id: job!.uuid, event_type: 'completion', timestamp: hoursAgo(3) },
      { generation_id: cancelled!.uuid, event_type: 'request', timestamp: hoursAgo(2) },
      { generation_id: cancelled!.uuid, event_type: 'cancellation', timestamp: hoursAgo(1) },
      { generation_id: running!.uuid, event_type: 'request', timestamp: hoursAgo(0.5) },
    ]);
    expect(await lostEvents().republishLost(now)).toBe(0);
  });

  it('publishes nothing twice for good, however often it runs before the drain', async () => {
    await create(completed(hoursAgo(2), hoursAgo(1)));
    await lostEvents().republishLost(now);
    await lostEvents().republishLost(now);
    expect(await drain()).toMatchObject({ inserted: 2, duplicates: 2, dead: 0 });
  });

  it('leaves alone what is on its way, and what is a day old', async () => {
    await create(completed(hoursAgo(0.3), hoursAgo(0.2)), completed(hoursAgo(30), hoursAgo(26)));
    expect(await lostEvents().republishLost(now)).toBe(0);
  });

  it('waits for a drain that is behind, for what seems lost may be in the stream', async () => {
    await create(completed(hoursAgo(2), hoursAgo(1)));
    const stream = new StreamKeys(redis.ns).stream(pipeline, 0);
    await redis.client.xadd(stream, `${hoursAgo(0.5).getTime()}-0`, 'event', '{}');
    expect(await lostEvents().republishLost(now)).toBe(0);
    await drain();
    expect(await lostEvents().republishLost(now)).toBe(2);
  });

  it('publishes nothing the drain would refuse as older than retention', async () => {
    const lateAtNight = new Date('2026-05-10T00:30:00Z');
    const before = (hours: number): Date => new Date(lateAtNight.getTime() - hours * 3_600_000);
    await create({ createdAt: before(24.75) }, { createdAt: before(24.25) });
    const shortest = lostEvents({ 'generation-analytics.raw-retention-days': 1 });
    expect(await shortest.republishLost(lateAtNight)).toBe(1);
  });

  it('finds thousands, batch by batch', async () => {
    await create(...Array.from({ length: 1_200 }, () => ({ createdAt: hoursAgo(1) })));
    expect(await lostEvents().republishLost(now)).toBe(1_200);
    expect(await drain()).toMatchObject({ inserted: 1_200 });
  });
});
