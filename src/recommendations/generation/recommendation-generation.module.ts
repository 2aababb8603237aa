import { Module } from '@nestjs/common';
import { RecommenderModelsModule } from '../models/recommender-models.module.js';
import { PopularityModule } from '../popularity/popularity.module.js';
import { OccasionReader } from './occasion.reader.js';
import { RecommendationGenerationController } from './recommendation-generation.controller.js';
import { RecommendationGenerationService } from './recommendation-generation.service.js';

/** Making recommendations. */
@Module({
  imports: [RecommenderModelsModule, PopularityModule],
  controllers: [RecommendationGenerationController],
  providers: [RecommendationGenerationService, OccasionReader],
})
export class RecommendationGenerationModule {}
