import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import { AnalyticsModule } from './analytics/analytics.module.js';
import { ConnectionDrain } from './common/http/connection-drain.js';
import type { AppConfig } from './config/app-config.js';
import { ContentModule } from './content/content.module.js';
import { foundation } from './foundation.js';
import { GenerationJobsModule } from './generation-jobs/generation-jobs.module.js';
import { ImagesModule } from './images/images.module.js';
import { InteractionsModule } from './interactions/interactions.module.js';
import { RateLimitModule } from './rate-limit/rate-limit.module.js';
import { RecommendationGenerationModule } from './recommendations/generation/recommendation-generation.module.js';
import { RecommendationsModule } from './recommendations/recommendations.module.js';
import { SystemModule } from './system/system.module.js';
import { TagsModule } from './tags/tags.module.js';
import { UsersModule } from './users/users.module.js';

/** The API process: every feature with its controllers. */
@Module({})
export class AppModule {
  static register(config: AppConfig, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ...foundation(config, logger),
        RateLimitModule,
        UsersModule,
        ContentModule,
        TagsModule,
        InteractionsModule,
        RecommendationGenerationModule,
        RecommendationsModule,
        ImagesModule,
        GenerationJobsModule,
        AnalyticsModule,
        SystemModule,
      ],
      providers: [ConnectionDrain],
    };
  }
}
