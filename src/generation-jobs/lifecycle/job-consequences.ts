import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { AppConfig } from '../../config/app-config.js';
import { REDIS } from '../../redis/redis.tokens.js';
import { type GenerationJob, JobStatus } from '../generation-job.entity.js';
import { GenerationQueue } from '../queue/generation-queue.js';
import { JobReporter } from '../reporting/job-reporter.js';
import { jobChannel, type JobEvent } from './job-event.js';
import { endStates } from './job-states.js';
import type { ChangedJob } from './state-change.queries.js';

function isToBeRetried({ status, availableAt }: GenerationJob): boolean {
  return status === JobStatus.Pending && availableAt !== null;
}

/**
 * What follows a committed change of state: clients are told, the analytics count it, the user's next job gets the place.
 * None of it can undo or fail the change; what is lost here is found again from the rows.
 */
@Injectable()
export class JobConsequences {
  private readonly logger = new Logger(JobConsequences.name);
  private isSilent = false;

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly config: AppConfig,
    private readonly queue: GenerationQueue,
    private readonly reporter: JobReporter,
  ) {}

  async follow(changed: readonly ChangedJob[]): Promise<void> {
    const jobs = changed.map(({ job }) => job);
    for (const job of jobs) if (endStates.has(job.status)) this.reporter.ended(job);
    const users = new Set(jobs.filter(({ admittedAt }) => admittedAt === null).map(({ userId }) => userId));
    await Promise.all([
      ...changed.map(({ event }) => this.announce(event)),
      ...jobs.filter(isToBeRetried).map((job) => this.wakeWhenDue(job)),
      ...[...users].map((userId) => this.admitNext(userId)),
    ]);
  }

  /** Tells the clients that watch the job. */
  async announce(event: JobEvent): Promise<void> {
    try {
      const channel = jobChannel(this.config.get('redis-ns'), event.job_id);
      await this.redis.publish(channel, JSON.stringify(event));
      this.isSilent = false;
    } catch (error) {
      // One line an outage: whoever watches finds the events in the table.
      if (!this.isSilent) this.logger.warn(`events are not announced: ${String(error)}`);
      this.isSilent = true;
    }
  }

  private async wakeWhenDue(job: GenerationJob): Promise<void> {
    try {
      await this.queue.addWhenDue(job);
    } catch (error) {
      this.logger.warn(`the next attempt at job ${job.id} is left to the reconciler: ${String(error)}`);
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
