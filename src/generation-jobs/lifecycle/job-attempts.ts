import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { storableText } from '../../common/storable-text.js';
import { AppConfig } from '../../config/app-config.js';
import { type GenerationJob, JobStatus } from '../generation-job.entity.js';
import { findJob } from '../generation-job.queries.js';
import { GenerationQueue } from '../queue/generation-queue.js';
import { holdClaim, nameAtBackend, renewClaim } from './job-claim.queries.js';
import { JobConsequences } from './job-consequences.js';
import { JobAction, sourcesOf } from './job-states.js';
import { afterFailure, type AttemptFailure, retryPolicy } from './retry-policy.js';
import { applyChange, applyProgress, type ChangeDetails, type ChangedJob } from './state-change.queries.js';

/** A worker's hold on a job; whatever it writes carries the token, so that one that lost its claim changes nothing. */
export interface Claim {
  readonly job: GenerationJob;
  readonly token: string;
}

export interface AttemptResult {
  readonly outputPaths: readonly string[];
  /** What it was made with, as far as the generator says. */
  readonly model: string | null;
  /** Stores what was generated, in the transaction that ends the job; answers the id of the content. */
  readonly createContent: (manager: EntityManager) => Promise<number>;
}

/** Moves jobs through their life on behalf of workers, one attempt after the other. */
@Injectable()
export class JobAttempts {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly queue: GenerationQueue,
    private readonly consequences: JobConsequences,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Undefined when the job is not to be had: taken, ended, deleted or not due yet. */
  async claim(id: number, workerName: string): Promise<Claim | undefined> {
    const token = randomUUID();
    const [claimed] = await applyChange(this.dataSource, {
      jobIds: [id],
      to: JobStatus.Running,
      from: sourcesOf(JobStatus.Running, JobAction.Worker),
      isAdmitted: true,
      details: { taker: { token, workerName } },
      now: this.clock.now(),
    });
    if (!claimed) return this.passOver(id);
    await this.consequences.follow([claimed]);
    return { job: claimed.job, token };
  }

  /** False when the claim is lost: the job was cancelled, taken back or given to another worker. */
  heartbeat({ job, token }: Claim): Promise<boolean> {
    return renewClaim(this.dataSource, { jobId: job.id, token, now: this.clock.now() });
  }

  /** A heartbeat that clients hear of; percent from 0 to 100. */
  async progress({ job, token }: Claim, percent: number): Promise<boolean> {
    const progress = Math.round(Math.min(100, Math.max(0, percent)));
    const now = this.clock.now();
    const [changed] = await applyProgress(this.dataSource, { jobId: job.id, token, progress, now });
    if (!changed) return false;
    await this.consequences.announce(changed.event);
    return true;
  }

  nameAtBackend({ job, token }: Claim, backendId: string): Promise<void> {
    return nameAtBackend(this.dataSource, { jobId: job.id, token }, storableText(backendId));
  }

  /** Content and end of the job in one transaction; false when the claim is lost, and nothing is stored then. */
  async complete(claim: Claim, { outputPaths, model, createContent }: AttemptResult): Promise<boolean> {
    const completed = await this.dataSource.transaction(async (manager) => {
      if (!(await holdClaim(manager, { jobId: claim.job.id, token: claim.token }))) return undefined;
      const contentId = await createContent(manager);
      return this.end(claim, JobStatus.Completed, { contentId, outputPaths, model }, manager);
    });
    if (!completed) return false;
    await this.consequences.follow([completed]);
    return true;
  }

  /** Has the job tried again later, or ends it when that is of no use or has been done often enough. */
  async fail(claim: Claim, failure: AttemptFailure): Promise<'retried' | 'failed' | 'lost'> {
    const told = { ...failure, message: storableText(failure.message) };
    const policy = retryPolicy(this.config);
    const { to, details } = afterFailure(policy, claim.job.attempts, told, this.clock.now());
    const ended = await this.end(claim, to, details);
    if (!ended) return 'lost';
    await this.consequences.follow([ended]);
    return to === JobStatus.Failed ? 'failed' : 'retried';
  }

  /** Gives the job back as if it had not been taken; false when the claim is lost. */
  async release(claim: Claim): Promise<boolean> {
    const released = await this.end(claim, JobStatus.Pending, { isAttemptReturned: true });
    if (!released) return false;
    await this.consequences.follow([released]);
    return true;
  }

  /** A job that waits to be let in, perhaps because its next attempt has become due, is let in if there is a place. */
  private async passOver(id: number): Promise<undefined> {
    const job = await findJob(this.dataSource, id);
    if (job?.status === JobStatus.Pending && job.admittedAt === null) await this.queue.admitNext(job.userId);
  }

  private async end(
    { job, token }: Claim,
    to: JobStatus,
    details: ChangeDetails,
    manager?: EntityManager,
  ): Promise<ChangedJob | undefined> {
    const from = sourcesOf(to, JobAction.Worker);
    const change = { jobIds: [job.id], to, from, token, details, now: this.clock.now() };
    const [ended] = await applyChange(manager ?? this.dataSource, change);
    return ended;
  }
}
