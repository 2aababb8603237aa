import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Job, Worker } from 'bullmq';
import { Clock } from '../../common/clock.js';
import { AppConfig } from '../../config/app-config.js';
import { handles, type JobHandler, JobProcessor, type JobResult } from '../../queue/job-processor.js';
import { queueConnection } from '../../queue/queue-connection.js';
import { generateJob } from '../../queue/queue.contracts.js';
import { JobRunner } from './job-runner.js';

/** Pause after a command that Redis refused, which BullMQ would make 15 s. */
const retryMs = 1_000;

/** Takes generation jobs from the queue, as many at a time as configured. */
@Injectable()
export class GenerationProcessor extends JobProcessor implements OnApplicationBootstrap {
  readonly handlers: readonly JobHandler[] = [
    handles(generateJob, ({ job_id: jobId }) => this.generate(jobId)),
  ];
  private ownWorker: Worker | undefined;

  constructor(
    private readonly runner: JobRunner,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {
    super();
  }

  override get worker(): Worker {
    if (!this.ownWorker) throw new Error('the worker has not started');
    return this.ownWorker;
  }

  /** Made here rather than by `@Processor`, which knows no configuration. */
  onApplicationBootstrap(): void {
    const leaseMs = this.config.get('generation.lease-ms');
    this.ownWorker = new Worker<unknown, JobResult>(generateJob.queue, (entry) => this.process(entry), {
      ...queueConnection(this.config),
      concurrency: this.config.get('generation.concurrency'),
      lockDuration: leaseMs,
      stalledInterval: leaseMs,
      // The entry of a worker that died goes; the reconciler adds another if the job needs one.
      maxStalledCount: 0,
      runRetryDelay: retryMs,
    });
    this.ownWorker.on('failed', (entry, error) => {
      this.logFailure(entry, error);
    });
    this.ownWorker.on('error', (error) => {
      this.logError(error);
    });
  }

  /** Takes no more jobs and gives back those under way, for other workers to begin at once. */
  override async beforeApplicationShutdown(): Promise<void> {
    if (!this.ownWorker) return;
    const closing = super.beforeApplicationShutdown();
    this.runner.stop();
    await closing;
  }

  /** An entry may fail without its job: that of a worker that died, or when the database cannot be asked. */
  override logFailure(entry: Job | undefined, error: Error): void {
    this.logger.warn(`entry ${entry?.id ?? 'unknown'} is dropped: ${error.message}`);
  }

  private async generate(jobId: number): Promise<JobResult> {
    const outcome = await this.runner.run(jobId);
    return { status: 'success', job_id: jobId, outcome, timestamp: this.clock.now().toISOString() };
  }
}
