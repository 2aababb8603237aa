import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { JobQueues } from './job-queues.js';
import { defaultJobOptions, QueueName } from './queue.contracts.js';

/** BullMQ under the namespace of this environment; it needs connections of its own, which wait for Redis. */
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [AppConfig],
      useFactory: (config: AppConfig) => ({
        connection: { url: config.redisUrl, maxRetriesPerRequest: null },
        prefix: config.get('redis-ns'),
        defaultJobOptions,
      }),
    }),
    BullModule.registerQueue(...Object.values(QueueName).map((name) => ({ name }))),
  ],
  providers: [JobQueues],
  exports: [JobQueues],
})
export class QueueModule {}
