import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { AppConfig } from '../../config/app-config.js';
import { JobStatus } from '../generation-job.entity.js';
import { findAdmittedPending, findUsersToAdmit } from '../queue/admission.queries.js';
import { GenerationQueue } from '../queue/generation-queue.js';
import { backoffMs } from './job-attempts.js';
import { findSilent, type SilentJob } from './job-claim.queries.js';
import { JobConsequences } from './job-consequences.js';
import { applyTransition, type Transition } from './job-transition.queries.js';

const batchSize = 1_000;

/** Brings rows and queue together again after whatever a crash left undone; each repair may run twice or at once. */
@Injectable()
export class JobRepairs {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly queue: GenerationQueue,
    private readonly consequences: JobConsequences,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Jobs whose worker fell silent are tried again, or fail after their last attempt; answers how many there were. */
  async recoverDead(): Promise<number> {
    const now = this.clock.now();
    const silentSince = new Date(now.getTime() - this.config.get('generation.lease-ms'));
    let recovered = 0;
    for (const silent of await findSilent(this.dataSource, silentSince, batchSize)) {
      const [ended] = await applyTransition(this.dataSource, this.ending(silent, silentSince, now));
      if (!ended) continue;
      await this.consequences.follow(ended);
      recovered += 1;
    }
    return recovered;
  }

  /** Users with free places and waiting jobs get those into the queue; answers how many users there were. */
  async admitWaiting(): Promise<number> {
    const most = this.config.get('generation.max-active-per-user');
    const userIds = await findUsersToAdmit(this.dataSource, most, batchSize);
    for (const userId of userIds) await this.queue.admitNext(userId);
    return userIds.length;
  }

  /** Puts the entries of admitted jobs into the queue again, where they are missing; answers how many were looked at. */
  async requeueAdmitted(): Promise<number> {
    const admittedBefore = this.clock.now();
    let afterId = 0;
    for (let count = 0; ;) {
      const jobs = await findAdmittedPending(this.dataSource, { afterId, admittedBefore, limit: batchSize });
      await this.queue.add(jobs);
      count += jobs.length;
      if (jobs.length < batchSize) return count;
      afterId = jobs.at(-1)?.id ?? afterId;
    }
  }

  private ending({ jobId, token, attempts }: SilentJob, silentSince: Date, now: Date): Transition {
    const isLast = attempts >= this.config.get('generation.attempts');
    const waitMs = backoffMs(this.config.get('generation.backoff-ms'), attempts);
    return {
      jobIds: [jobId],
      to: isLast ? JobStatus.Failed : JobStatus.Pending,
      from: [JobStatus.Running],
      token,
      silentSince,
      details: {
        errorMessage: 'The worker stopped before the job was done',
        errorType: 'unknown',
        ...(!isLast && { availableAt: new Date(now.getTime() + waitMs) }),
      },
      now,
    };
  }
}
