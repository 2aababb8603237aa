/**
 * The queue of generation jobs as a hint to the rows: an entry only says which job to look at. A user has at most
 * `generation.max-active-per-user` jobs in it or being worked on; a further one joins its end when one of those leaves.
 * So the queue stays short, users take turns, and none has more jobs running than that.
 */
import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { within } from '../../common/within.js';
import { AppConfig } from '../../config/app-config.js';
import { JobQueues, type NewEntry } from '../../queue/job-queues.js';
import { generateJob, type GeneratePayload } from '../../queue/queue.contracts.js';
import { REDIS } from '../../redis/redis.tokens.js';
import type { GenerationJob } from '../generation-job.entity.js';
import { type AdmittedJob, admitJobs } from './admission.queries.js';

/** Priorities a job can have: of one user's jobs the higher is admitted sooner. In the queue all are equal. */
export const highestPriority = 10;

function entryOf({ id, celeryTaskId }: AdmittedJob): NewEntry<GeneratePayload> {
  return { payload: { job_id: id }, jobId: celeryTaskId ?? `gen-${id}` };
}

/** Redis cannot be reached, or does not answer in time. */
export class QueueUnreachableError extends Error {
  override readonly name = 'QueueUnreachableError';
}

/** Puts jobs into the queue when it is their turn to be there. */
@Injectable()
export class GenerationQueue {
  private readonly logger = new Logger(GenerationQueue.name);

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly queues: JobQueues,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /**
   * Admits the user's next jobs as far as there are places.
   * @throws QueueUnreachableError; they stay admitted, and a reconciler adds their entries
   */
  async admitNext(userId: string): Promise<GenerationJob[]> {
    const most = this.config.get('generation.max-active-per-user');
    const admitted = await admitJobs(this.dataSource, userId, most, this.clock.now());
    await this.addEntries(admitted.map(entryOf));
    return admitted;
  }

  /** Adds the entry of an admitted job. @throws QueueUnreachableError */
  async add(job: AdmittedJob): Promise<void> {
    await this.addEntries([entryOf(job)]);
  }

  /** Adds what is not there of the entries of admitted jobs; answers how many that were. @throws QueueUnreachableError */
  async addMissing(jobs: readonly AdmittedJob[]): Promise<number> {
    if (jobs.length === 0) return 0;
    const entries = jobs.map(entryOf);
    const ids = entries.map(({ jobId }) => jobId);
    const missing = new Set(await this.reach(() => this.queues.findMissing(generateJob, ids)));
    await this.addEntries(entries.filter(({ jobId }) => missing.has(jobId)));
    return missing.size;
  }

  /** Has a worker let the job in again when its next attempt is due. @throws QueueUnreachableError */
  async addWhenDue({ id, lastEventSeq, availableAt }: GenerationJob): Promise<void> {
    const delay = Math.max(0, (availableAt?.getTime() ?? 0) - this.clock.now().getTime());
    const jobId = `due-${id}-${lastEventSeq}`;
    await this.addEntries([{ payload: { job_id: id }, jobId, options: { delay } }]);
  }

  /** Spares a worker the look at a job that is done with; without Redis it just looks. */
  async remove(entryId: string): Promise<void> {
    try {
      await this.reach(() => this.queues.remove(generateJob, entryId));
    } catch (error) {
      this.logger.warn(`entry ${entryId} stays in the queue: ${String(error)}`);
    }
  }

  /** Entries that are there already stay as they are. */
  private async addEntries(entries: readonly NewEntry<GeneratePayload>[]): Promise<void> {
    if (entries.length > 0) await this.reach(() => this.queues.addBulk(generateJob, entries));
  }

  /** BullMQ waits for a Redis that is away, and keeps what it is to do until then; whoever calls here cannot wait. */
  private async reach<T>(work: () => Promise<T>): Promise<T> {
    if (this.redis.status !== 'ready') throw new QueueUnreachableError('Redis is away');
    const working = work();
    working.catch(() => undefined); // nobody listens any more once its time is over
    try {
      return await within(this.config.get('generation.enqueue-timeout-ms'), working);
    } catch (error) {
      throw new QueueUnreachableError(String(error), { cause: error });
    }
  }
}
