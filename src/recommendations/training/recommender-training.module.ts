import { Module } from '@nestjs/common';
import { RecommenderModelsModule } from '../models/recommender-models.module.js';
import { RecommenderTraining } from './recommender-training.service.js';
import { TrainingData } from './training-data.js';

/** Trains the recommender and publishes what is good enough. */
@Module({
  imports: [RecommenderModelsModule],
  providers: [RecommenderTraining, TrainingData],
  exports: [RecommenderModelsModule, RecommenderTraining, TrainingData],
})
export class RecommenderTrainingModule {}
