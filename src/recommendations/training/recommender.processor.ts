import { Processor } from '@nestjs/bullmq';
import { Clock } from '../../common/clock.js';
import { handles, type JobHandler, JobProcessor, type JobResult } from '../../queue/job-processor.js';
import { QueueName, refreshPopularityJob, trainRecommenderJob } from '../../queue/queue.contracts.js';
import { PopularityService } from '../popularity/popularity.service.js';
import { RecommenderTraining } from './recommender-training.service.js';
import { toOutcomeJson } from './training-outcome.js';

/** Runs the jobs of the recommender: a short one need not wait for a training, which computes in a thread of its own. */
@Processor(QueueName.recommender, { concurrency: 2 })
export class RecommenderProcessor extends JobProcessor {
  readonly handlers: readonly JobHandler[] = [
    handles(trainRecommenderJob, () => this.train()),
    handles(refreshPopularityJob, () => this.refreshPopularity()),
  ];

  constructor(
    private readonly training: RecommenderTraining,
    private readonly popularity: PopularityService,
    private readonly clock: Clock,
  ) {
    super();
  }

  private async train(): Promise<JobResult> {
    const outcome = await this.training.train();
    return { status: 'success', ...toOutcomeJson(outcome), timestamp: this.clock.now().toISOString() };
  }

  private async refreshPopularity(): Promise<JobResult> {
    const items = await this.popularity.count();
    return { status: 'success', items_counted: items, timestamp: this.clock.now().toISOString() };
  }
}
