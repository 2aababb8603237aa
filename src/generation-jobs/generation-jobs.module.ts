import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContentModule } from '../content/content.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { UsersModule } from '../users/users.module.js';
import { QueueForecast } from './forecast/queue-forecast.js';
import { GenerationJob } from './generation-job.entity.js';
import { GenerationJobListsController } from './generation-job-lists.controller.js';
import { GenerationJobListsService } from './generation-job-lists.service.js';
import { GenerationJobStatsController } from './generation-job-stats.controller.js';
import { GenerationJobStatsService } from './generation-job-stats.service.js';
import { GenerationJobTransitionsController } from './generation-job-transitions.controller.js';
import { GenerationJobTransitionsService } from './generation-job-transitions.service.js';
import { GenerationJobViews } from './generation-job-views.js';
import { GenerationJobsController } from './generation-jobs.controller.js';
import { GenerationJobsRepository } from './generation-jobs.repository.js';
import { GenerationJobsService } from './generation-jobs.service.js';
import { GenerationQueueController } from './generation-queue.controller.js';
import { GeneratorsController } from './generators/generators.controller.js';
import { GeneratorsModule } from './generators/generators.module.js';
import { LifecycleModule } from './lifecycle/lifecycle.module.js';
import { LiveModule } from './live/live.module.js';
import { NewGenerationJobsController } from './new-generation-jobs.controller.js';
import { UserGenerationJobsController } from './user-generation-jobs.controller.js';

/** Requests to generate content, from prompt to outcome. */
@Module({
  imports: [
    TypeOrmModule.forFeature([GenerationJob]),
    UsersModule,
    ContentModule,
    IdempotencyModule,
    GeneratorsModule,
    LifecycleModule,
    LiveModule,
  ],
  // Static paths before `:id`, which would catch them.
  controllers: [
    NewGenerationJobsController,
    GenerationJobListsController,
    GenerationQueueController,
    GenerationJobStatsController,
    GenerationJobsController,
    GenerationJobTransitionsController,
    UserGenerationJobsController,
    GeneratorsController,
  ],
  providers: [
    GenerationJobsService,
    GenerationJobListsService,
    GenerationJobTransitionsService,
    GenerationJobStatsService,
    GenerationJobViews,
    GenerationJobsRepository,
    QueueForecast,
  ],
})
export class GenerationJobsModule {}
