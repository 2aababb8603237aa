import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { QueueEvents } from 'bullmq';
import { JobStatus } from '../../../src/generation-jobs/generation-job.entity.js';
import { createLogger } from '../../../src/logging/logger.js';
import { JobQueues } from '../../../src/queue/job-queues.js';
import {
  drainJob,
  type JobDefinition,
  repairGenerationEventsJob,
} from '../../../src/queue/queue.contracts.js';
import { WorkerModule } from '../../../src/worker.module.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import {
  createTestDatabase,
  type TestDatabase,
  testConfig,
  testRedis,
  type TestRedis,
} from '../../support/test-stores.js';

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);

describe('the job repair-generation-events', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let worker: INestApplicationContext;

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = testRedis();
    const config = testConfig(
      { 'redis-ns': redis.ns, 'log-format': 'json' },
      { databaseUrl: database.url, redisUrl: redis.url },
    );
    const module = WorkerModule.register(config, createLogger(config));
    worker = await NestFactory.createApplicationContext(module, { logger: false });
  });
  afterAll(async () => {
    await worker.close();
    await redis.close();
    await database.drop();
  });

  async function run<Payload>(job: JobDefinition<Payload>, payload: Payload, id: string): Promise<unknown> {
    const events = new QueueEvents(job.queue, { connection: { url: redis.url }, prefix: redis.ns });
    await events.waitUntilReady();
    const added = await worker.get(JobQueues).add(job, payload, id);
    return await added.waitUntilFinished(events).finally(() => events.close());
  }

  it('has the drain store what was lost, and finds nothing more to do', async () => {
    const user = await createUser(database.dataSource);
    const ended = { status: JobStatus.Completed, startedAt: hoursAgo(2), completedAt: hoursAgo(1) };
    await createGenerationJobs(database.dataSource, user.id, [{ ...ended, createdAt: hoursAgo(3) }]);
    expect(await run(repairGenerationEventsJob, {}, 'repair-1')).toMatchObject({
      events_republished: 2,
      until: expect.any(String),
    });
    expect(await run(drainJob, { pipeline: 'generation-events' }, 'drain-1')).toMatchObject({
      events_transferred: 2,
      dead_letters: 0,
    });
    expect(await run(repairGenerationEventsJob, {}, 'repair-2')).toMatchObject({ events_republished: 0 });
  });
});
