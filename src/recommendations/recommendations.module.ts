import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ContentModule } from '../content/content.module.js';
import { UsersModule } from '../users/users.module.js';
import { RecommendationAnalyticsController } from './recommendation-analytics.controller.js';
import { RecommendationAnalyticsService } from './recommendation-analytics.service.js';
import { RecommendationListsController } from './recommendation-lists.controller.js';
import { RecommendationListsService } from './recommendation-lists.service.js';
import { Recommendation } from './recommendation.entity.js';
import { RecommendationsController } from './recommendations.controller.js';
import { RecommendationsRepository } from './recommendations.repository.js';
import { RecommendationsService } from './recommendations.service.js';
import { UserRecommendationsController } from './user-recommendations.controller.js';

/** What is suggested to whom. */
@Module({
  imports: [TypeOrmModule.forFeature([Recommendation]), UsersModule, ContentModule],
  // Static paths before `:id`, which would catch them.
  controllers: [
    UserRecommendationsController,
    RecommendationListsController,
    RecommendationAnalyticsController,
    RecommendationsController,
  ],
  providers: [
    RecommendationsService,
    RecommendationListsService,
    RecommendationAnalyticsService,
    RecommendationsRepository,
  ],
})
export class RecommendationsModule {}
