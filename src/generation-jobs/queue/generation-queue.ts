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
import { admitJobs } from './admission.queries.js';

/** Priorities a job can have: the higher, the sooner. */
export const highestPriority = 10;

/** What an entry is made of. */
export type QueuedJob = Pick<GenerationJob, 'id' | 'celeryTaskId' | 'priority' | 'availableAt'>;

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
   * @throws when the queue cannot be reached; they stay admitted, and a reconciler adds their entries
   */
  async admitNext(userId: string): Promise<GenerationJob[]> {
    const most = this.config.get('generation.max-active-per-user');
    const admitted = await admitJobs(this.dataSource, userId, most, this.clock.now());
    await this.add(admitted);
    return admitted;
  }

  /** Adds the entries of admitted jobs; those that are there already stay as they are. @throws when Redis is away */
  async add(jobs: readonly QueuedJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.reach(
      this.queues.addBulk(
        generateJob,
        jobs.map((job) => this.entryOf(job)),
      ),
    );
  }

  /** Spares a worker the look at a job that is done with; without Redis it just looks. */
  async remove(entryId: string): Promise<void> {
    try {
      await this.reach(this.queues.remove(generateJob, entryId));
    } catch (error) {
      this.logger.warn(`entry ${entryId} stays in the queue: ${String(error)}`);
    }
  }

  private entryOf({ id, celeryTaskId, priority, availableAt }: QueuedJob): NewEntry<GeneratePayload> {
    const delay = availableAt ? Math.max(0, availableAt.getTime() - this.clock.now().getTime()) : 0;
    return {
      payload: { job_id: id },
      jobId: celeryTaskId ?? `gen-${id}`,
      // BullMQ takes the lowest number first.
      options: { priority: highestPriority + 1 - priority, delay },
    };
  }

  /** BullMQ waits for a Redis that is away; whoever calls here cannot. */
  private async reach<T>(work: Promise<T>): Promise<T> {
    work.catch(() => undefined);
    if (this.redis.status !== 'ready') throw new Error('Redis is away');
    return within(this.config.get('generation.enqueue-timeout-ms'), work);
  }
}
