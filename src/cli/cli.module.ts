import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { CachePlannerModule } from '../analytics/routes/cache-planner.module.js';
import { EventPipelinesModule } from '../analytics/event-pipelines.module.js';
import type { AppConfig } from '../config/app-config.js';
import { foundation } from '../foundation.js';
import { RecommenderTrainingModule } from '../recommendations/training/recommender-training.module.js';
import { TagUpkeepModule } from '../tags/tag-upkeep.module.js';

/** What the commands of an operator need: services, no controllers, no schedule. */
@Module({})
export class CliModule {
  static register(config: AppConfig, logger: Logger): DynamicModule {
    return {
      module: CliModule,
      imports: [
        ...foundation(config, logger),
        EventPipelinesModule,
        CachePlannerModule,
        TagUpkeepModule,
        RecommenderTrainingModule,
      ],
    };
  }
}
