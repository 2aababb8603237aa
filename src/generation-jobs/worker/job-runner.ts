import { hostname } from 'node:os';
import { Injectable, Logger } from '@nestjs/common';
import { within } from '../../common/within.js';
import { AppConfig } from '../../config/app-config.js';
import { untilStored } from '../../database/until-stored.js';
import { RedisSubscriber } from '../../redis/redis-subscriber.js';
import { GenerationError, type Generation, type Generator } from '../generators/generator.js';
import { Generators } from '../generators/generators.js';
import { type Claim, JobAttempts } from '../lifecycle/job-attempts.js';
import { type JobEvent, JobEventStatus, jobChannel } from '../lifecycle/job-event.js';
import { toAttemptFailure } from './attempt-failure.js';
import { AttemptWatch } from './attempt-watch.js';
import { JobOutputs } from './job-outputs.js';
import { ProgressReporter } from './progress-reporter.js';
import { ClaimLostError, WorkerStoppingError } from './stop-reasons.js';
import { toGenerationRequest } from './to-generation-request.js';

/** What became of an attempt; `skipped` when the job was not to be had. */
export type AttemptOutcome = 'completed' | 'retried' | 'failed' | 'lost' | 'released' | 'skipped';

/** Who claims jobs in this process, for people who look at the table. */
const workerName = `${hostname()}:${process.pid}`.slice(-255);

/** Time a backend has to take note that nobody waits for it any more. */
const farewellMs = 2_000;

/** Leases for telling the stores of an attempt; one that hangs must not hold the job, and its place, for ever. */
const storingLeases = 10;

/** Longest wait for a report of progress that is on its way. */
const reportMs = 5_000;

/** Pause between tries to tell a database that is away how an attempt ended. */
const pauseMs = 500;

/** What an attempt itself causes; any other event of a job means that somebody interfered. */
const ownEvents = new Set<string>([JobEventStatus.Started, JobEventStatus.Processing]);

/** The job is not, or not now, for this worker to end. */
function isInterruption(reason: unknown): boolean {
  return reason instanceof WorkerStoppingError || reason instanceof ClaimLostError;
}

/** Runs attempts at generation jobs, from the claim to its end, however that comes about. */
@Injectable()
export class JobRunner {
  private readonly logger = new Logger(JobRunner.name);
  private readonly watches = new Set<AttemptWatch>();
  private readonly stopping = new AbortController();

  constructor(
    private readonly attempts: JobAttempts,
    private readonly generators: Generators,
    private readonly outputs: JobOutputs,
    private readonly subscriber: RedisSubscriber,
    private readonly config: AppConfig,
  ) {}

  private get storingMs(): number {
    return storingLeases * this.config.get('generation.lease-ms');
  }

  async run(jobId: number): Promise<AttemptOutcome> {
    const claim = this.stopping.signal.aborted ? undefined : await this.attempts.claim(jobId, workerName);
    if (!claim) return 'skipped';
    const watch = this.watch(claim);
    const listening = this.listen(claim, watch);
    try {
      return await this.attempt(claim, watch);
    } finally {
      this.watches.delete(watch);
      await watch.close();
      const leave = await listening;
      await leave();
    }
  }

  /** Gives every job under way back; the attempts end as soon as the database has noted it. */
  stop(): void {
    this.stopping.abort();
    for (const watch of this.watches) watch.stop(new WorkerStoppingError());
  }

  /** When the stores do not even answer, the signs of life end with it, and whoever finds the lease lapsed tries again. */
  private async attempt(claim: Claim, watch: AttemptWatch): Promise<AttemptOutcome> {
    try {
      const made = await this.generate(claim, watch).catch((error: unknown) => {
        throw watch.stopReason ?? error;
      });
      return await within(this.storingMs, this.complete(claim, made));
    } catch (error) {
      const isTold = error instanceof GenerationError || !isInterruption(watch.stopReason);
      return await within(this.storingMs, this.conclude(claim, isTold ? error : watch.stopReason));
    }
  }

  private watch(claim: Claim): AttemptWatch {
    const watch = new AttemptWatch({
      heartbeatMs: this.config.get('generation.heartbeat-ms'),
      softLimitMs: this.config.get('generation.soft-limit-seconds') * 1_000,
      hardLimitMs: this.config.get('generation.hard-limit-seconds') * 1_000,
      farewellMs,
      heartbeat: () => this.attempts.heartbeat(claim),
    });
    this.watches.add(watch);
    // The process may have begun to stop during the claim.
    if (this.stopping.signal.aborted) watch.stop(new WorkerStoppingError());
    return watch;
  }

  /** Hears of a cancellation at once rather than at the next heartbeat; answers what ends the listening. */
  private async listen({ job }: Claim, watch: AttemptWatch): Promise<() => Promise<void>> {
    const stopResuming = this.subscriber.onResume(() => void watch.check());
    const channel = jobChannel(this.config.get('redis-ns'), job.id);
    const leave = await this.subscriber.subscribe(channel, (message) => {
      const { status } = JSON.parse(message) as JobEvent;
      if (!ownEvents.has(status)) void watch.check();
    });
    // It may have been cancelled before anybody listened.
    await watch.check();
    return () => {
      stopResuming();
      return leave();
    };
  }

  private async generate(claim: Claim, watch: AttemptWatch): Promise<Generation> {
    const { job } = claim;
    const progress = this.reportProgress(claim, watch);
    try {
      watch.signal.throwIfAborted();
      const generating = this.generatorOf(claim).generate(toGenerationRequest(job), {
        signal: watch.signal,
        onProgress: (percent) => {
          progress.report(percent);
        },
        onBackendId: (id) => this.nameAtBackend(claim, id),
      });
      return await watch.guard(generating);
    } finally {
      await within(reportMs, progress.close()).catch(() => undefined);
    }
  }

  private generatorOf({ job }: Claim): Generator {
    const generator = this.generators.find(job.backend);
    if (generator?.offers.includes(job.jobType)) return generator;
    throw new GenerationError('validation', `No generator here makes what '${job.jobType}' asks for`);
  }

  private reportProgress(claim: Claim, watch: AttemptWatch): ProgressReporter {
    return new ProgressReporter(this.config.get('generation.progress-interval-ms'), async (percent) => {
      try {
        if (!(await this.attempts.progress(claim, percent))) await watch.check();
      } catch (error) {
        this.logger.debug(`progress of job ${claim.job.id} is not told: ${String(error)}`);
      }
    });
  }

  /** Only people who look into the backend miss it. */
  private async nameAtBackend(claim: Claim, backendId: string): Promise<void> {
    try {
      await this.attempts.nameAtBackend(claim, backendId);
    } catch (error) {
      this.logger.warn(
        `job ${claim.job.id} is ${backendId} at its backend, which cannot be noted: ${String(error)}`,
      );
    }
  }

  private async complete(claim: Claim, generation: Generation): Promise<'completed' | 'lost'> {
    const result = await this.untilStored(() => this.outputs.store(claim, generation));
    const isCompleted = await this.untilStored(() => this.attempts.complete(claim, result));
    // Not after a failure: it may have come of a commit that took place, and then the files are those of content.
    await this.outputs.discardUnused(claim, isCompleted);
    return isCompleted ? 'completed' : 'lost';
  }

  /** Ends an attempt that has no result, as its reason demands. */
  private async conclude(claim: Claim, reason: unknown): Promise<AttemptOutcome> {
    if (reason instanceof WorkerStoppingError)
      return (await this.attempts.release(claim)) ? 'released' : 'lost';
    if (reason instanceof ClaimLostError) return 'lost';
    const { id, attempts } = claim.job;
    const failure = toAttemptFailure(reason);
    const line = `job ${id}, attempt ${attempts}: ${failure.type}: ${failure.message}`;
    if (reason instanceof GenerationError) this.logger.warn(line);
    else this.logger.error(line, reason instanceof Error ? reason.stack : undefined);
    return this.untilStored(() => this.attempts.fail(claim, failure));
  }

  private untilStored<T>(write: () => Promise<T>): Promise<T> {
    return untilStored(write, { pauseMs, signal: this.stopping.signal });
  }
}
