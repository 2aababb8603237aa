import { getQueueToken } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import type { Job, Queue } from 'bullmq';
import type { JobDefinition } from './queue.contracts.js';

/** The way into every queue. */
@Injectable()
export class JobQueues {
  constructor(private readonly modules: ModuleRef) {}

  /** Enqueues a job; of two with one id only the first is run. */
  async add<Payload>(job: JobDefinition<Payload>, payload: Payload, jobId: string): Promise<Job> {
    return await this.queueOf(job).add(job.name, payload, { jobId });
  }

  private queueOf(job: JobDefinition<unknown>): Queue {
    return this.modules.get<Queue>(getQueueToken(job.queue), { strict: false });
  }
}
