/**
 * Everything that happens by the clock. A tick only enqueues a job, in worker processes only; its id names the slot,
 * so that any number of workers, each ticking, run a slot once. Times are UTC; `schedules.*` in the configuration
 * says when and whether.
 */
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { Clock } from '../common/clock.js';
import { within } from '../common/within.js';
import { AppConfig } from '../config/app-config.js';
import { JobQueues } from './job-queues.js';
import {
  drainJob,
  type JobDefinition,
  pruneJob,
  refreshPopularityJob,
  refreshTagStatsJob,
  repairGenerationEventsJob,
  rollupJob,
  tidyGenerationJobsJob,
  tidyJournalsJob,
  trainRecommenderJob,
} from './queue.contracts.js';

export interface ScheduledJob {
  /** Section of the configuration under `schedules`. */
  readonly name:
    | 'transfer-route-analytics'
    | 'aggregate-route-analytics'
    | 'purge-analytics'
    | 'transfer-generation-events'
    | 'aggregate-generation-metrics'
    | 'purge-generation-events'
    | 'repair-generation-events'
    | 'tidy-generation-jobs'
    | 'refresh-tag-stats'
    | 'tidy-journals'
    | 'train-recommender'
    | 'refresh-popularity';
  readonly job: JobDefinition<unknown>;
  readonly payload: Readonly<Record<string, string>>;
}

export const scheduledJobs: readonly ScheduledJob[] = [
  { name: 'transfer-route-analytics', job: drainJob, payload: { pipeline: 'route-analytics' } },
  { name: 'aggregate-route-analytics', job: rollupJob, payload: { pipeline: 'route-analytics' } },
  { name: 'purge-analytics', job: pruneJob, payload: { pipeline: 'route-analytics' } },
  { name: 'transfer-generation-events', job: drainJob, payload: { pipeline: 'generation-events' } },
  { name: 'aggregate-generation-metrics', job: rollupJob, payload: { pipeline: 'generation-events' } },
  { name: 'purge-generation-events', job: pruneJob, payload: { pipeline: 'generation-events' } },
  { name: 'repair-generation-events', job: repairGenerationEventsJob, payload: {} },
  { name: 'tidy-generation-jobs', job: tidyGenerationJobsJob, payload: {} },
  { name: 'refresh-tag-stats', job: refreshTagStatsJob, payload: {} },
  { name: 'tidy-journals', job: tidyJournalsJob, payload: {} },
  { name: 'train-recommender', job: trainRecommenderJob, payload: {} },
  { name: 'refresh-popularity', job: refreshPopularityJob, payload: {} },
];

/** `drain-route-analytics-202601011010`: the job, what it is for and the minute it is due. */
export function slotJobId({ job, payload }: ScheduledJob, due: Date): string {
  const minute = due.toISOString().slice(0, 16).replace(/\D/g, '');
  return [job.name, ...Object.values(payload), minute].join('-');
}

/** BullMQ waits for a Redis that is away; a tick says so instead. */
const patienceMs = 10_000;

/** Ticks for every enabled entry of the schedule from the start of the process to its end. */
@Injectable()
export class Schedule implements OnApplicationBootstrap {
  private readonly logger = new Logger(Schedule.name);

  constructor(
    private readonly config: AppConfig,
    private readonly registry: SchedulerRegistry,
    private readonly queues: JobQueues,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    for (const entry of scheduledJobs) {
      if (!this.config.get(`schedules.${entry.name}.enabled`)) continue;
      const cronTime = this.config.get(`schedules.${entry.name}.cron`);
      const onTick = (): Promise<void> => this.enqueue(entry);
      this.registry.addCronJob(entry.name, CronJob.from({ cronTime, onTick, timeZone: 'UTC', start: true }));
    }
  }

  /** Enqueues the slot of this minute; a failure is logged, and the next slot makes up for it. */
  async enqueue(entry: ScheduledJob): Promise<void> {
    try {
      const jobId = slotJobId(entry, this.clock.now());
      await within(patienceMs, this.queues.add(entry.job, entry.payload, jobId));
    } catch (error) {
      this.logger.error(`${entry.name} could not be enqueued: ${String(error)}`);
    }
  }
}
