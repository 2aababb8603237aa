import { type DynamicModule, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { Logger } from 'pino';
import { EventPipelinesWorkerModule } from './analytics/event-pipelines-worker.module.js';
import type { AppConfig } from './config/app-config.js';
import { ContentWorkerModule } from './content/content-worker.module.js';
import { foundation } from './foundation.js';
import { GenerationWorkerModule } from './generation-jobs/worker/generation-worker.module.js';
import { Schedule } from './queue/schedule.js';
import { RecommenderWorkerModule } from './recommendations/training/recommender-worker.module.js';
import { TagsWorkerModule } from './tags/tags-worker.module.js';

/** The worker process: the jobs, and the schedule that enqueues them. */
@Module({})
export class WorkerModule {
  static register(config: AppConfig, logger: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ...foundation(config, logger),
        ScheduleModule.forRoot(),
        EventPipelinesWorkerModule,
        TagsWorkerModule,
        ContentWorkerModule,
        RecommenderWorkerModule,
        GenerationWorkerModule,
      ],
      providers: [Schedule],
    };
  }
}
