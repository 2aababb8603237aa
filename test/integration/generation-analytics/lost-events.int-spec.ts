import { Redis } from 'ioredis';
import { createGenerationEventsPipeline } from '../../../src/analytics/generation/generation-events.pipeline.js';
import type { GenerationEvent } from '../../../src/analytics/generation/generation-event.js';
import { GenerationFiguresService } from '../../../src/analytics/generation/generation-figures.service.js';
import { MetricsService } from '../../../src/analytics/generation/metrics.service.js';
import { SystemClock } from '../../../src/common/clock.js';
import { hourMs, minuteMs } from '../../../src/common/durations.js';
import type { SettingValues } from '../../../src/config/config.schema.js';
import { type GenerationJob, JobStatus } from '../../../src/generation-jobs/generation-job.entity.js';
import { JobReporter } from '../../../src/generation-jobs/reporting/job-reporter.js';
import { LostEvents } from '../../../src/generation-jobs/reporting/lost-events.js';
import type { EventPipeline } from '../../../src/stream-pipeline/event-pipeline.js';
import { EventPipelines } from '../../../src/stream-pipeline/event-pipelines.js';
import { StreamBacklog } from '../../../src/stream-pipeline/stream-backlog.js';
import { StreamDrainer } from '../../../src/stream-pipeline/stream-drainer.js';
import { consumerGroup, StreamKeys } from '../../../src/stream-pipeline/stream-keys.js';
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
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * hourMs);
const minuteAgo = new Date(now.getTime() - minuteMs);

describe('LostEvents', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let userId: string;
  let keys: StreamKeys;
  let publisher: StreamPublisher<GenerationEvent>;

  const pipeline = createGenerationEventsPipeline(testConfig());
  const clock = new SystemClock();

  const lostEvents = (
    values: Partial<SettingValues> = {},
    to: StreamPublisher<GenerationEvent> | 'nowhere' = publisher,
  ): LostEvents => {
    const config = testConfig(values);
    const { dataSource } = database;
    const metrics = new MetricsService(
      to === 'nowhere' ? undefined : to,
      new GenerationFiguresService(dataSource, clock),
      clock,
    );
    const reporter = new JobReporter(metrics, config);
    const pipelines = new EventPipelines([createGenerationEventsPipeline(config)]);
    return new LostEvents(
      dataSource,
      reporter,
      metrics,
      drainer(),
      new StreamBacklog(redis.client, keys),
      pipelines,
    );
  };
  const openPublisher = async (
    of: EventPipeline<GenerationEvent>,
  ): Promise<StreamPublisher<GenerationEvent>> => {
    const client = new Redis(redis.url, { lazyConnect: true });
    await client.connect();
    return new StreamPublisher(client, of, keys);
  };
  const drainer = (): StreamDrainer => new StreamDrainer(database.dataSource, redis.client, keys, clock);
  const drain = (): ReturnType<StreamDrainer['drain']> => drainer().drain(pipeline);
  const create = (...jobs: Partial<GenerationJob>[]): Promise<GenerationJob[]> =>
    createGenerationJobs(database.dataSource, userId, jobs);
  const completed = (createdAt: Date, completedAt: Date): Partial<GenerationJob> => ({
    status: JobStatus.Completed,
    createdAt,
    startedAt: createdAt,
    completedAt,
  });
  const waiting = (publishedAt: Date, event: string): Promise<unknown> =>
    redis.client.xadd(keys.stream(pipeline, 0), `${publishedAt.getTime()}-0`, 'event', event);
  /** As a drain does that is under way elsewhere. */
  const takeForOneself = async (): Promise<void> => {
    const stream = keys.stream(pipeline, 0);
    await redis.client.xgroup('CREATE', stream, consumerGroup, '0', 'MKSTREAM').catch(() => undefined);
    await redis.client.xreadgroup('GROUP', consumerGroup, 'another', 'STREAMS', stream, '>');
  };
  const storedEvents = (): Promise<unknown> =>
    database.dataSource.query(
      `SELECT generation_id, event_type, "timestamp" FROM generation_events ORDER BY "timestamp", event_type DESC`,
    );

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = testRedis();
    keys = new StreamKeys(redis.ns);
    userId = (await createUser(database.dataSource)).id;
    publisher = await openPublisher(pipeline);
  });
  afterEach(async () => {
    await redis.client.del(keys.stream(pipeline, 0), keys.dead(pipeline));
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
    expect(await lostEvents().repair(now)).toEqual({ republished: 5, until: minuteAgo });
    expect(await drain()).toMatchObject({ inserted: 5, duplicates: 0, dead: 0 });
    expect(await storedEvents()).toEqual([
      { generation_id: job!.uuid, event_type: 'request', timestamp: hoursAgo(24.9) },
      { generation_id: job!.uuid, event_type: 'completion', timestamp: hoursAgo(3) },
      { generation_id: cancelled!.uuid, event_type: 'request', timestamp: hoursAgo(2) },
      { generation_id: cancelled!.uuid, event_type: 'cancellation', timestamp: hoursAgo(1) },
      { generation_id: running!.uuid, event_type: 'request', timestamp: hoursAgo(0.5) },
    ]);
    expect(await lostEvents().repair(now)).toEqual({ republished: 0, until: minuteAgo });
  });

  it('publishes nothing twice, however often it runs before the scheduled drain', async () => {
    await create(completed(hoursAgo(2), hoursAgo(1)));
    const repairs = [await lostEvents().repair(now), await lostEvents().repair(now)];
    expect(repairs.map(({ republished }) => republished)).toEqual([2, 0]);
    expect(await storedEvents()).toHaveLength(2);
  });

  it('leaves alone what is on its way, and what is a day old', async () => {
    await create(completed(hoursAgo(0.015), hoursAgo(0.01)), completed(hoursAgo(30), hoursAgo(26)));
    expect(await lostEvents().repair(now)).toMatchObject({ republished: 0 });
  });

  it('is not kept from it by what waits for the drain, however seldom that is scheduled', async () => {
    const [told] = await create({ createdAt: hoursAgo(0.9) }, completed(hoursAgo(2), hoursAgo(1)));
    const event = {
      eventType: 'request',
      generationId: told!.uuid,
      userId,
      timestamp: hoursAgo(0.9).toISOString(),
    };
    await waiting(hoursAgo(0.9), JSON.stringify(event));
    expect(await lostEvents().repair(now)).toEqual({ republished: 2, until: minuteAgo });
    expect(await drain()).toMatchObject({ inserted: 2, duplicates: 0 });
    expect(await storedEvents()).toHaveLength(3);
  });

  it('looks at what happened before the oldest event the drain cannot store yet', async () => {
    await create(completed(hoursAgo(2), hoursAgo(1)));
    await waiting(hoursAgo(1.5), '{}');
    await takeForOneself();
    expect(await lostEvents().repair(now)).toEqual({ republished: 1, until: hoursAgo(1.5) });
  });

  it('says when the drain is so far behind that there is nothing to look at', async () => {
    await create(completed(hoursAgo(2), hoursAgo(1)));
    await waiting(hoursAgo(25), '{}');
    await takeForOneself();
    expect(await lostEvents().repair(now)).toEqual({
      republished: 0,
      until: null,
      skipped: 'the drain is behind',
    });
  });

  it('pushes nothing out of the stream, however much was lost', async () => {
    await create(...Array.from({ length: 2_000 }, () => completed(hoursAgo(2), hoursAgo(1))));
    const values = { 'generation-analytics.stream-maxlen': 1_000 };
    const narrow = await openPublisher(createGenerationEventsPipeline(testConfig(values)));
    expect(await lostEvents(values, narrow).repair(now)).toMatchObject({ republished: 4_000 });
    await drain();
    expect(await storedEvents()).toHaveLength(4_000);
    expect(narrow.stats()).toMatchObject({ sent: 4_000, pushedOut: 0 });
    await narrow.onApplicationShutdown();
  });

  it('says when there is nothing to be told', async () => {
    expect(await lostEvents({}, 'nowhere').repair(now)).toEqual({
      republished: 0,
      until: null,
      skipped: 'events are switched off',
    });
  });

  it('publishes nothing the drain would refuse as older than retention', async () => {
    const lateAtNight = new Date('2026-05-10T00:30:00Z');
    const before = (hours: number): Date => new Date(lateAtNight.getTime() - hours * hourMs);
    await create({ createdAt: before(24.75) }, { createdAt: before(24.25) });
    const shortest = lostEvents({ 'generation-analytics.raw-retention-days': 1 });
    expect(await shortest.repair(lateAtNight)).toMatchObject({ republished: 1 });
  });

  it('finds thousands, batch by batch, whether of one moment or of several', async () => {
    const createdAt = (index: number): Date => (index < 900 ? hoursAgo(1.2) : hoursAgo(1.1));
    await create(...Array.from({ length: 1_200 }, (_, index) => ({ createdAt: createdAt(index) })));
    expect(await lostEvents().repair(now)).toMatchObject({ republished: 1_200 });
    expect(await drain()).toMatchObject({ inserted: 1_200 });
  });
});
