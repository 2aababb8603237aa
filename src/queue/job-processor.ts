import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Logger } from '@nestjs/common';
import { type Job, UnrecoverableError } from 'bullmq';
import type { JobDefinition } from './queue.contracts.js';

/** What a finished job leaves behind; one that fails throws instead, so that BullMQ tries again. */
export interface JobResult {
  readonly status: 'success';
  readonly timestamp: string;
  readonly [measure: string]: unknown;
}

/** A job definition with the work it stands for. */
export interface JobHandler {
  readonly job: JobDefinition<unknown>;
  run(payload: unknown): Promise<JobResult>;
}

export function handles<Payload>(
  job: JobDefinition<Payload>,
  run: (payload: Payload) => Promise<JobResult>,
): JobHandler {
  return { job, run: (raw) => run(job.parse(raw)) };
}

/** Runs the jobs of one queue through the handlers a subclass states. */
export abstract class JobProcessor extends WorkerHost implements BeforeApplicationShutdown {
  protected readonly logger = new Logger(this.constructor.name);

  abstract readonly handlers: readonly JobHandler[];

  async process(job: Job<unknown, JobResult>): Promise<JobResult> {
    const handler = this.handlers.find((candidate) => candidate.job.name === job.name);
    if (!handler) throw new UnrecoverableError(`no handler for job '${job.name}'`);
    const startedAt = performance.now();
    const result = await handler.run(job.data);
    this.logger.log({ job: job.id, duration_ms: Math.round(performance.now() - startedAt), ...result });
    return result;
  }

  /** Waits for the job under way, while the database and Redis are still connected. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.close();
  }

  @OnWorkerEvent('failed')
  logFailure(job: Job | undefined, error: Error): void {
    this.logger.error(
      `job ${job?.id ?? 'unknown'}, attempt ${job?.attemptsMade ?? 0}: ${error.message}`,
      error.stack,
    );
  }

  @OnWorkerEvent('error')
  logError(error: Error): void {
    this.logger.warn(`worker: ${error.message}`);
  }
}
