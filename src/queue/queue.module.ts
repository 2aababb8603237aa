import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { JobQueues } from './job-queues.js';
import { queueConnection } from './queue-connection.js';
import { defaultJobOptions, jobOptionsOfQueue, QueueName } from './queue.contracts.js';

/** BullMQ under the namespace of this environment. */
@Module({
  imports: [
    BullModule.forRootAsync({ inject: [AppConfig], useFactory: queueConnection }),
    BullModule.registerQueue(
      ...Object.values(QueueName).map((name) => ({
        name,
        defaultJobOptions: jobOptionsOfQueue[name] ?? defaultJobOptions,
      })),
    ),
  ],
  providers: [JobQueues],
  exports: [JobQueues],
})
export class QueueModule {}
