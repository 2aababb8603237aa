import { Module } from '@nestjs/common';
import { WorkerQueueModule } from '../../queue/worker-queue.module.js';
import { PopularityModule } from '../popularity/popularity.module.js';
import { RecommenderProcessor } from './recommender.processor.js';
import { RecommenderTrainingModule } from './recommender-training.module.js';

/** Lets a worker process run the jobs of the recommender. */
@Module({
  imports: [PopularityModule, RecommenderTrainingModule, WorkerQueueModule],
  providers: [RecommenderProcessor],
})
export class RecommenderWorkerModule {}
