import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type Job, QueueEvents, type Queue } from 'bullmq';
import { getQueueToken } from '@nestjs/bullmq';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { AppConfig } from '../../../src/config/app-config.js';
import { createLogger } from '../../../src/logging/logger.js';
import { NestLogger } from '../../../src/logging/nest-logger.js';
import { JobQueues } from '../../../src/queue/job-queues.js';
import { drainJob, pruneJob, QueueName, rollupJob } from '../../../src/queue/queue.contracts.js';
import { Schedule, scheduledJobs } from '../../../src/queue/schedule.js';
import { WorkerModule } from '../../../src/worker.module.js';
import {
  createTestDatabase,
  type TestDatabase,
  testConfig,
  testRedis,
  type TestRedis,
} from '../../support/test-stores.js';

const pipeline = 'route-analytics';

describe('pipeline jobs', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let config: AppConfig;
  let worker: INestApplicationContext;
  let events: QueueEvents;
  let queue: Queue;

  const startWorker = (): Promise<INestApplicationContext> => {
    const logger = createLogger(config);
    return NestFactory.createApplicationContext(WorkerModule.register(config, logger), {
      abortOnError: false,
      logger: new NestLogger(logger),
    });
  };
  const stream = (): string => `${redis.ns}:route_analytics:stream`;
  const addEvents = async (count: number): Promise<void> => {
    const timestamp = new Date(Date.now() - 3_600_000).toISOString();
    const event = JSON.stringify({ route: '/x', method: 'GET', timestamp, durationMs: 1, statusCode: 200 });
    const pipelined = redis.client.pipeline();
    for (let index = 0; index < count; index++) pipelined.xadd(stream(), '*', 'event', event);
    await pipelined.exec();
  };
  const countRows = async (): Promise<number> => {
    const rows = await database.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::int FROM route_analytics`,
    );
    return rows[0]!.count;
  };
  const outcome = async (job: Job): Promise<unknown> => await job.waitUntilFinished(events, 10_000);

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = testRedis();
    config = testConfig(
      {
        'redis-ns': redis.ns,
        'log-format': 'json',
        'schedules.transfer-route-analytics.enabled': true,
      },
      { databaseUrl: database.url, redisUrl: redis.url },
    );
    worker = await startWorker();
    queue = worker.get<Queue>(getQueueToken(QueueName.pipelines));
    events = new QueueEvents(QueueName.pipelines, { connection: { url: redis.url }, prefix: redis.ns });
    await events.waitUntilReady();
  });
  afterAll(async () => {
    await events.close();
    await redis.close();
    await database.drop();
  });

  it('drain, roll up and prune, and say what they did', async () => {
    await addEvents(3);
    const queues = worker.get(JobQueues);
    const timestamp = expect.any(String);
    const drained = await outcome(await queues.add(drainJob, { pipeline }, 'drain-1'));
    expect(drained).toEqual({
      status: 'success',
      events_transferred: 3,
      duplicates: 0,
      dead_letters: 0,
      timestamp,
    });
    const rolled = await outcome(await queues.add(rollupJob, { pipeline }, 'rollup-1'));
    expect(rolled).toEqual({ status: 'success', hours: 1, rows_aggregated: 1, timestamp });
    const pruned = await outcome(await queues.add(pruneJob, { pipeline }, 'prune-1'));
    expect(pruned).toEqual({ status: 'success', partitions_dropped: 0, consumers_deleted: 0, timestamp });
  });

  it('run a slot once, however many workers tick', async () => {
    const other = await startWorker();
    const [transfer] = scheduledJobs;
    await Promise.all([worker, other].map((process) => process.get(Schedule).enqueue(transfer!)));
    await other.close();
    const jobs = await queue.getJobs(['active', 'waiting', 'completed', 'failed']);
    expect(jobs.filter((job) => /^drain-route-analytics-\d{12}$/.test(job.id ?? ''))).toHaveLength(1);
  });

  it('tick for the enabled entries of the schedule only', () => {
    expect([...worker.get(SchedulerRegistry).getCronJobs().keys()]).toEqual(['transfer-route-analytics']);
  });

  it('fail at once on a payload no retry can mend', async () => {
    const job = await queue.add(drainJob.name, { nothing: true }, { jobId: 'drain-broken' });
    await expect(outcome(job)).rejects.toThrow('payload names no pipeline');
    expect(await job.getState()).toBe('failed');
    await expect(outcome(await queue.add('unheard-of', {}, { jobId: 'unheard-of' }))).rejects.toThrow(
      'no handler',
    );
  });

  it('fail by throwing and are tried again', async () => {
    const job = await queue.add(
      drainJob.name,
      { pipeline: 'none' },
      { jobId: 'drain-none', attempts: 2, backoff: 1 },
    );
    await expect(outcome(job)).rejects.toThrow("no pipeline 'none'");
    const failed = await queue.getJob('drain-none');
    expect(failed?.attemptsMade).toBe(2);
  });

  it('finish the batch under way when the worker stops, and leave the rest', async () => {
    const before = await countRows();
    await addEvents(40_000);
    const stopping = await startWorker();
    await stopping.get(JobQueues).add(drainJob, { pipeline }, 'drain-stopping');
    while ((await countRows()) === before) await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all([stopping.close(), worker.close()]);
    expect((await redis.client.xpending(stream(), 'analytics'))[0]).toBe(0);
    const left = await redis.client.xlen(stream());
    expect(left).toBeGreaterThan(0);
    expect((await countRows()) - before + left).toBe(40_000);
  });
});
