import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { Logger } from 'pino';
import { EventPipelinesWorkerModule } from './analytics/event-pipelines-worker.module.js';
import { CommonModule } from './common/common.module.js';
import type { AppConfig } from './config/app-config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { LoggingModule } from './logging/logging.module.js';
import { Schedule } from './queue/schedule.js';
import { RedisModule } from './redis/redis.module.js';

/** The worker process: the jobs, and the schedule that enqueues them. */
@Module({})
export class WorkerModule {
  static register(config: AppConfig, logger: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.register(config),
        LoggingModule.register(logger),
        CommonModule,
        DatabaseModule,
        RedisModule,
        ScheduleModule.forRoot(),
        EventPipelinesWorkerModule,
      ],
      providers: [Schedule],
    };
  }
}
