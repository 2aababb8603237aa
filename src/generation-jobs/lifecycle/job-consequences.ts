import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { AppConfig } from '../../config/app-config.js';
import { REDIS } from '../../redis/redis.tokens.js';
import { GenerationQueue } from '../queue/generation-queue.js';
import { JobReporter } from '../reporting/job-reporter.js';
import { jobChannel, type JobEvent } from './job-event.js';
import { endStates } from './job-states.js';
import type { Transitioned } from './job-transition.queries.js';

/**
 * What follows a committed transition: clients are told, the analytics count it, the user's next job gets the place.
 * None of it can undo or fail the transition; what is lost here is found again from the rows.
 */
@Injectable()
export class JobConsequences {
  private readonly logger = new Logger(JobConsequences.name);

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly config: AppConfig,
    private readonly queue: GenerationQueue,
    private readonly reporter: JobReporter,
  ) {}

  /** Of one transition of one job. */
  async follow({ job, event }: Transitioned): Promise<void> {
    if (endStates.has(job.status)) this.reporter.ended(job);
    await Promise.all([this.announce(event), job.admittedAt === null && this.admitNext(job.userId)]);
  }

  /** Tells the clients that watch the job. */
  async announce(event: JobEvent): Promise<void> {
    try {
      await this.redis.publish(jobChannel(this.config.get('redis-ns'), event.job_id), JSON.stringify(event));
    } catch (error) {
      this.logger.warn(`event ${event.seq} of job ${event.job_id} is not announced: ${String(error)}`);
    }
  }

  private async admitNext(userId: string): Promise<void> {
    try {
      await this.queue.admitNext(userId);
    } catch (error) {
      this.logger.warn(`the next job of user ${userId} is left to the reconciler: ${String(error)}`);
    }
  }
}
