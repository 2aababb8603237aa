import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { forEachSettled } from '../../common/for-each-settled.js';
import { AppConfig } from '../../config/app-config.js';
import { type AdmittedJob, findAdmittedPending, findUsersToAdmit } from '../queue/admission.queries.js';
import { GenerationQueue, QueueUnreachableError } from '../queue/generation-queue.js';
import { findSilent, type SilentJob } from './job-claim.queries.js';
import { JobConsequences } from './job-consequences.js';
import { JobAction, sourcesOf } from './job-states.js';
import { afterFailure, type AttemptFailure, retryPolicy } from './retry-policy.js';
import { applyChange, type ChangedJob } from './state-change.queries.js';

const batchSize = 1_000;

const workerDied: AttemptFailure = {
  type: 'unknown',
  message: 'The worker stopped before the job was done',
  isFinal: false,
};

function isQueueAway(error: unknown): boolean {
  return error instanceof QueueUnreachableError;
}

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
    const silentSince = new Date(this.clock.now().getTime() - this.config.get('generation.lease-ms'));
    const recovered: ChangedJob[] = [];
    try {
      await forEachSettled(await findSilent(this.dataSource, silentSince, batchSize), async (silent) => {
        recovered.push(...(await this.takeBack(silent, silentSince)));
      });
    } finally {
      await this.consequences.follow(recovered);
    }
    return recovered.length;
  }

  /** Users with free places and waiting jobs get those into the queue; answers how many users there were. */
  async admitWaiting(): Promise<number> {
    const most = this.config.get('generation.max-active-per-user');
    const search = { most, now: this.clock.now(), limit: batchSize };
    const userIds = await findUsersToAdmit(this.dataSource, search);
    await forEachSettled(userIds, (userId) => this.queue.admitNext(userId), isQueueAway);
    return userIds.length;
  }

  /** Puts the entries of admitted jobs into the queue again, where they are missing; answers how many were. */
  async requeueAdmitted(): Promise<number> {
    const admittedBefore = this.clock.now();
    let requeued = 0;
    for (let after: AdmittedJob | undefined; ;) {
      const page = { after, admittedBefore, limit: batchSize };
      const jobs = await findAdmittedPending(this.dataSource, page);
      requeued += await this.queue.addMissing(jobs);
      if (jobs.length < batchSize) return requeued;
      after = jobs.at(-1);
    }
  }

  private takeBack({ jobId, token, attempts }: SilentJob, silentSince: Date): Promise<ChangedJob[]> {
    const now = this.clock.now();
    const { to, details } = afterFailure(retryPolicy(this.config), attempts, workerDied, now);
    const from = sourcesOf(to, JobAction.Worker);
    const change = { jobIds: [jobId], to, from, token, silentSince, details, now };
    return applyChange(this.dataSource, change);
  }
}
