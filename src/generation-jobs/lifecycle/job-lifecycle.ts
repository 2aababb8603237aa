import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { DomainError, EntityNotFoundError, ValidationError } from '../../common/errors/domain.error.js';
import { AppConfig } from '../../config/app-config.js';
import { PreparedStatements } from '../../database/prepared-statements.js';
import type { SqlExecutor } from '../../database/run-sql.js';
import { type GenerationJob, JobStatus } from '../generation-job.entity.js';
import { findJob } from '../generation-job.queries.js';
import { GenerationQueue, QueueUnreachableError } from '../queue/generation-queue.js';
import { JobReporter } from '../reporting/job-reporter.js';
import { JobConsequences } from './job-consequences.js';
import { deleteUntouched, insertJob, type NewJob } from './job-creation.queries.js';
import { isNoChange, JobAction, refusalOf, sourcesOf } from './job-states.js';
import {
  applyChange,
  type ChangeDetails,
  type ChangedJob,
  lockOldestPending,
} from './state-change.queries.js';

/** A job that is passed to and fro all the time is refused rather than run after. */
const mostTries = 3;

interface Change {
  readonly to: JobStatus;
  readonly action: JobAction;
  readonly details?: ChangeDetails;
}

/** Moves jobs through their life on behalf of clients; docs/generation-jobs.md shows the states. */
@Injectable()
export class JobLifecycle {
  private readonly logger = new Logger(JobLifecycle.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly statements: PreparedStatements,
    private readonly queue: GenerationQueue,
    private readonly reporter: JobReporter,
    private readonly consequences: JobConsequences,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** A pending job, to be submitted once it is committed. */
  insert(job: NewJob, executor: SqlExecutor = this.statements): Promise<GenerationJob> {
    const most = this.config.get('generation.max-active-per-user');
    return insertJob(executor, job, most, this.clock.now());
  }

  /**
   * Puts a new job into the queue, unless it has to wait for its user's other ones.
   * @throws DomainError QUEUE_UNAVAILABLE after having deleted the job
   */
  async submit(job: GenerationJob): Promise<GenerationJob> {
    const submitted = await this.enqueue(job);
    this.reporter.requested(submitted);
    return submitted;
  }

  /** @throws EntityNotFoundError, ValidationError; as every method below */
  start(id: number): Promise<GenerationJob> {
    return this.change(id, { to: JobStatus.Running, action: JobAction.Start });
  }

  /** Takes the oldest pending jobs for a worker outside; each goes to one caller only. */
  async claimNext(most: number): Promise<GenerationJob[]> {
    const claimed = await this.dataSource.transaction(async (manager) => {
      const jobIds = await lockOldestPending(manager, most);
      const from = sourcesOf(JobStatus.Running, JobAction.Process);
      const now = this.clock.now();
      return applyChange(manager, { jobIds, to: JobStatus.Running, from, details: {}, now });
    });
    await this.consequences.follow(claimed);
    return claimed.map(({ job }) => job);
  }

  complete(id: number, contentId: number | null): Promise<GenerationJob> {
    return this.change(id, {
      to: JobStatus.Completed,
      action: JobAction.Complete,
      details: { contentId },
    });
  }

  fail(id: number, errorMessage: string): Promise<GenerationJob> {
    return this.change(id, {
      to: JobStatus.Failed,
      action: JobAction.Fail,
      details: { errorMessage, errorType: 'unknown' },
    });
  }

  async cancel(id: number, reason?: string): Promise<GenerationJob> {
    const errorMessage = reason ? `Cancelled: ${reason}` : null;
    return this.change(id, { to: JobStatus.Cancelled, action: JobAction.Cancel, details: { errorMessage } });
  }

  /** The loose way of operators: a state the job is in already is fine. */
  setStatus(id: number, to: JobStatus, errorMessage?: string): Promise<GenerationJob> {
    const errorType = to === JobStatus.Failed ? 'unknown' : null;
    const details = { errorMessage: errorMessage ?? null, errorType };
    return this.change(id, { to, action: JobAction.SetStatus, details });
  }

  private async change(id: number, change: Change): Promise<GenerationJob> {
    const before = await this.get(id);
    const changed = (await this.tryChange(id, change)) ?? (await this.tryAgain(id, change));
    if (!changed) return this.get(id);
    await Promise.all([
      this.consequences.follow([changed]),
      before.admittedAt !== null && before.celeryTaskId !== null && this.queue.remove(before.celeryTaskId),
    ]);
    return changed.job;
  }

  private async tryChange(id: number, { to, action, details = {} }: Change): Promise<ChangedJob | undefined> {
    const from = sourcesOf(to, action);
    const now = this.clock.now();
    const [changed] = await applyChange(this.dataSource, { jobIds: [id], to, from, details, now });
    return changed;
  }

  /**
   * A job that was not in the right state may have come into it since; undefined when there is nothing to change.
   * @throws ValidationError naming the state, EntityNotFoundError
   */
  private async tryAgain(id: number, change: Change): Promise<ChangedJob | undefined> {
    const { to, action } = change;
    for (let tries = 1; ; tries += 1) {
      const { status } = await this.get(id);
      if (isNoChange(status, to, action)) return undefined;
      if (tries === mostTries || !sourcesOf(to, action).includes(status))
        throw new ValidationError(refusalOf(action, status, to));
      const changed = await this.tryChange(id, change);
      if (changed) return changed;
    }
  }

  private async get(id: number): Promise<GenerationJob> {
    const job = await findJob(this.dataSource, id);
    if (!job) throw new EntityNotFoundError('Generation job', id);
    return job;
  }

  private async enqueue(job: GenerationJob): Promise<GenerationJob> {
    try {
      if (job.admittedAt !== null) await this.queue.add(job);
      return job;
    } catch (error) {
      // An entry may have arrived although its answer did not: a job that is being worked on is there to stay.
      if (!(await deleteUntouched(this.dataSource, job.id))) return this.get(job.id);
      if (!(error instanceof QueueUnreachableError)) throw error;
      this.logger.error(`a job was refused: ${error.message}`);
      throw new DomainError('QUEUE_UNAVAILABLE', 'The queue is not available; try again');
    }
  }
}
