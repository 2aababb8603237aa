import { getQueueToken } from '@nestjs/bullmq';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Job, JobsOptions, Queue } from 'bullmq';
import { type JobDefinition, QueueName } from './queue.contracts.js';

/** When a job is due, in milliseconds from now. */
export type EntryOptions = Pick<JobsOptions, 'delay'>;

/** A job to be enqueued. */
export interface NewEntry<Payload> {
  readonly payload: Payload;
  readonly jobId: string;
  readonly options?: EntryOptions;
}

/** The way into every queue. */
@Injectable()
export class JobQueues implements OnModuleInit {
  constructor(private readonly modules: ModuleRef) {}

  /** The shared connection says when Redis is away; each queue would say it again at every attempt to reconnect. */
  onModuleInit(): void {
    for (const name of Object.values(QueueName)) this.queueNamed(name).on('error', () => undefined);
  }

  /** Enqueues a job; of two with one id only the first is run. */
  async add<Payload>(job: JobDefinition<Payload>, payload: Payload, jobId: string): Promise<Job> {
    return await this.queueOf(job).add(job.name, payload, { jobId });
  }

  /** Enqueues several, all or none; those whose ids are there already stay as they are. */
  async addBulk<Payload>(job: JobDefinition<Payload>, entries: readonly NewEntry<Payload>[]): Promise<void> {
    await this.queueOf(job).addBulk(
      entries.map(({ payload, jobId, options }) => ({
        name: job.name,
        data: payload,
        opts: { ...options, jobId },
      })),
    );
  }

  /** Which of the ids belong to no job in the queue. */
  async findMissing(job: JobDefinition<unknown>, jobIds: readonly string[]): Promise<string[]> {
    const queue = this.queueOf(job);
    const states = await Promise.all(jobIds.map((jobId) => queue.getJobState(jobId)));
    return jobIds.filter((_jobId, index) => states[index] === 'unknown');
  }

  /** Takes a job out of its queue; false when it is not there or being run. */
  async remove(job: JobDefinition<unknown>, jobId: string): Promise<boolean> {
    return (await this.queueOf(job).remove(jobId)) === 1;
  }

  private queueOf(job: JobDefinition<unknown>): Queue {
    return this.queueNamed(job.queue);
  }

  private queueNamed(name: QueueName): Queue {
    return this.modules.get<Queue>(getQueueToken(name), { strict: false });
  }
}
