import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { AppConfig } from '../../config/app-config.js';
import type { GenerationErrorType } from '../generators/generator.js';
import { type GenerationJob, JobStatus } from '../generation-job.entity.js';
import { holdClaim, nameAtBackend, renewClaim } from './job-claim.queries.js';
import { JobConsequences } from './job-consequences.js';
import { JobAction, sourcesOf } from './job-states.js';
import {
  applyProgress,
  applyTransition,
  type TransitionDetails,
  type Transitioned,
} from './job-transition.queries.js';

/** A worker's hold on a job; whatever it writes carries the token, so that one that lost its claim changes nothing. */
export interface Claim {
  readonly job: GenerationJob;
  readonly token: string;
}

export interface AttemptFailure {
  readonly type: GenerationErrorType;
  readonly message: string;
  /** No further attempt would do better. */
  readonly isFinal: boolean;
}

export interface AttemptResult {
  readonly outputPaths: readonly string[];
  /** Stores what was generated, in the transaction that ends the job; answers the id of the content. */
  readonly createContent: (manager: EntityManager) => Promise<number>;
}

const longestBackoffMs = 600_000;

/** Wait before the attempt after this one: 1, 2, 4 … times the base, up to 10 minutes. */
export function backoffMs(baseMs: number, attempts: number): number {
  return Math.min(baseMs * 2 ** Math.max(0, attempts - 1), longestBackoffMs);
}

/** Moves jobs through their life on behalf of workers, one attempt after the other. */
@Injectable()
export class JobAttempts {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly consequences: JobConsequences,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** Undefined when the job is not to be had: taken, ended, deleted or not due yet. */
  async claim(id: number, workerName: string): Promise<Claim | undefined> {
    const token = randomUUID();
    const [claimed] = await applyTransition(this.dataSource, {
      jobIds: [id],
      to: JobStatus.Running,
      from: sourcesOf(JobStatus.Running, JobAction.Worker),
      isAdmitted: true,
      details: { taker: { token, workerName } },
      now: this.clock.now(),
    });
    if (!claimed) return undefined;
    await this.consequences.follow(claimed);
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
    return nameAtBackend(this.dataSource, { jobId: job.id, token }, backendId);
  }

  /** Content and end of the job in one transaction; false when the claim is lost, and nothing is stored then. */
  async complete(claim: Claim, { outputPaths, createContent }: AttemptResult): Promise<boolean> {
    const completed = await this.dataSource.transaction(async (manager) => {
      if (!(await holdClaim(manager, { jobId: claim.job.id, token: claim.token }))) return undefined;
      const contentId = await createContent(manager);
      return this.end(claim, JobStatus.Completed, { contentId, outputPaths }, manager);
    });
    if (!completed) return false;
    await this.consequences.follow(completed);
    return true;
  }

  /** Has the job tried again later, or ends it when that is of no use or has been done often enough. */
  async fail(
    claim: Claim,
    { type, message, isFinal }: AttemptFailure,
  ): Promise<'retried' | 'failed' | 'lost'> {
    const { attempts } = claim.job;
    const isLast = isFinal || attempts >= this.config.get('generation.attempts');
    const waitMs = backoffMs(this.config.get('generation.backoff-ms'), attempts);
    const details: TransitionDetails = {
      errorMessage: message,
      errorType: type,
      ...(!isLast && { availableAt: new Date(this.clock.now().getTime() + waitMs) }),
    };
    const ended = await this.end(claim, isLast ? JobStatus.Failed : JobStatus.Pending, details);
    if (!ended) return 'lost';
    await this.consequences.follow(ended);
    return isLast ? 'failed' : 'retried';
  }

  /** Gives the job back as if it had not been taken; false when the claim is lost. */
  async release(claim: Claim): Promise<boolean> {
    const released = await this.end(claim, JobStatus.Pending, { isAttemptReturned: true });
    if (!released) return false;
    await this.consequences.follow(released);
    return true;
  }

  private async end(
    { job, token }: Claim,
    to: JobStatus,
    details: TransitionDetails,
    manager?: EntityManager,
  ): Promise<Transitioned | undefined> {
    const from = [JobStatus.Running];
    const now = this.clock.now();
    const transition = { jobIds: [job.id], to, from, token, details, now };
    const [ended] = await applyTransition(manager ?? this.dataSource, transition);
    return ended;
  }
}
