import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getQueueToken } from '@nestjs/bullmq';
import { type Queue, QueueEvents } from 'bullmq';
import { createLogger } from '../../../src/logging/logger.js';
import { NestLogger } from '../../../src/logging/nest-logger.js';
import { JobQueues } from '../../../src/queue/job-queues.js';
import { QueueName, trainRecommenderJob } from '../../../src/queue/queue.contracts.js';
import { WorkerModule } from '../../../src/worker.module.js';
import {
  createTestDatabase,
  type TestDatabase,
  testConfig,
  testRedis,
  type TestRedis,
} from '../../support/test-stores.js';
import { storeLikes, tasteClusters } from './acts.js';
import { storeOn } from './stored-models.js';

describe('training jobs', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let worker: INestApplicationContext;
  let events: QueueEvents;

  const startWorker = (): Promise<INestApplicationContext> => {
    const values = { 'redis-ns': redis.ns, 'log-format': 'json' } as const;
    const config = testConfig(values, { databaseUrl: database.url, redisUrl: redis.url });
    const logger = createLogger(config);
    return NestFactory.createApplicationContext(WorkerModule.register(config, logger), {
      abortOnError: false,
      logger: new NestLogger(logger),
    });
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = testRedis();
    await storeLikes(database.dataSource, tasteClusters());
    events = new QueueEvents(QueueName.recommender, { connection: { url: redis.url }, prefix: redis.ns });
    await events.waitUntilReady();
    worker = await startWorker();
  });
  afterAll(async () => {
    await worker.close();
    await events.close();
    await redis.close();
    await database.drop();
  });

  it('train and publish, and say so', async () => {
    const job = await worker.get(JobQueues).add(trainRecommenderJob, {}, 'train-1');
    const result = (await job.waitUntilFinished(events, 20_000)) as object;
    expect(result).toMatchObject({ status: 'success', outcome: 'published', algorithm: 'ease', users: 60 });
    expect(await storeOn(database.dataSource).list(10)).toMatchObject([{ isActive: true }]);
  });

  it('end when the worker stops, and are tried again by another', async () => {
    const job = await worker.get(JobQueues).add(trainRecommenderJob, {}, 'train-2');
    while (!(await job.isActive())) await new Promise((resolve) => setTimeout(resolve, 1));
    await worker.close();
    expect(await storeOn(database.dataSource).list(10)).toHaveLength(1);
    worker = await startWorker();
    const retried = (await worker.get<Queue>(getQueueToken(QueueName.recommender)).getJob('train-2'))!;
    expect(await retried.getState()).toBe('delayed');
    expect(retried.failedReason).toContain('the training was stopped');
    expect(await retried.waitUntilFinished(events, 20_000)).toMatchObject({ outcome: 'published' });
    expect(await storeOn(database.dataSource).list(10)).toHaveLength(2);
  });
});
