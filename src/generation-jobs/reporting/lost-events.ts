/**
 * Tells the analytics again what was lost on the way: events of a process that died before it sent them, or of a Redis
 * that lost its streams. What is missing is known from the rows, once the streams are drained: so this drains first,
 * and does not depend on how often the schedule does. An event told twice is stored once, so this may run at any time
 * and anywhere. It ends by itself: a row is looked at for a day, whatever becomes of its events.
 *
 * Cost at a million jobs a day (two million events): 2 s of PostgreSQL when nothing is lost, in statements of 75 ms
 * at the most, and 4 ms more for each 500 events that are.
 */
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { MetricsService } from '../../analytics/generation/metrics.service.js';
import { hourMs, minuteMs } from '../../common/durations.js';
import type { EventPipeline, TimeRange } from '../../stream-pipeline/event-pipeline.js';
import { EventPipelines } from '../../stream-pipeline/event-pipelines.js';
import { StreamBacklog } from '../../stream-pipeline/stream-backlog.js';
import { StreamDrainer } from '../../stream-pipeline/stream-drainer.js';
import { retentionHorizon } from '../../stream-pipeline/utc-time.js';
import type { GenerationJob } from '../generation-job.entity.js';
import { JobReporter } from './job-reporter.js';
import { findUnreportedEnds, findUnreportedRequests, type UnreportedSearch } from './lost-events.queries.js';

/** A day and the time until a repair that failed is repeated. */
const lookBackMs = 25 * hourMs;

/** What is younger may be on its way from a process to Redis. */
const onItsWayMs = minuteMs;

const batchSize = 500;

/** What a repair has done. */
export interface EventRepair {
  /** Events told again. */
  readonly republished: number;
  /** What happened before then has been looked at; null when nothing has. */
  readonly until: Date | null;
  /** Why nothing has been looked at. */
  readonly skipped?: 'events are switched off' | 'the drain is behind';
}

/** A kind of event, how jobs without it are found, and how it is told. */
interface Deed {
  readonly find: typeof findUnreportedRequests;
  readonly at: (job: GenerationJob) => Date | null;
  readonly tell: (job: GenerationJob) => void;
}

/** Finds jobs whose events never arrived, and reports them again. */
@Injectable()
export class LostEvents {
  private readonly pipeline: EventPipeline<unknown>;
  private readonly deeds: readonly Deed[];

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    reporter: JobReporter,
    private readonly metrics: MetricsService,
    private readonly drainer: StreamDrainer,
    private readonly backlog: StreamBacklog,
    pipelines: EventPipelines,
  ) {
    this.pipeline = pipelines.get('generation-events');
    this.deeds = [
      {
        find: findUnreportedRequests,
        at: (job) => job.createdAt,
        tell: (job) => {
          reporter.requested(job);
        },
      },
      {
        find: findUnreportedEnds,
        at: (job) => job.completedAt,
        tell: (job) => {
          reporter.ended(job);
        },
      },
    ];
  }

  /** @throws when PostgreSQL or Redis fail */
  async repair(now: Date): Promise<EventRepair> {
    if (!this.metrics.isPublishing)
      return { republished: 0, until: null, skipped: 'events are switched off' };
    await this.drainer.drain(this.pipeline);
    const range = await this.settledRange(now);
    if (range.from >= range.to) return { republished: 0, until: null, skipped: 'the drain is behind' };
    let republished = 0;
    for (const deed of this.deeds) republished += await this.republish(range, deed);
    return { republished, until: range.to };
  }

  /**
   * What is in the table by now if it ever reached Redis: all from before the oldest event the drain has left. Not
   * before the retention horizon: the drain refuses what is older.
   */
  private async settledRange(now: Date): Promise<TimeRange> {
    const horizon = retentionHorizon(now.getTime(), this.pipeline.settings.rawRetentionDays);
    const { oldestAt } = await this.backlog.measure(this.pipeline);
    return {
      from: new Date(Math.max(now.getTime() - lookBackMs, horizon)),
      to: new Date(Math.min(now.getTime() - onItsWayMs, oldestAt?.getTime() ?? Infinity)),
    };
  }

  private async republish(range: TimeRange, deed: Deed): Promise<number> {
    let told = 0;
    for await (const jobs of this.unreported(range, deed)) {
      jobs.forEach(deed.tell);
      await this.metrics.flush();
      await this.makeRoom();
      told += jobs.length;
    }
    return told;
  }

  /** Batch by batch, so that the buffer never overflows; an hour at a time, so that no statement takes long. */
  private async *unreported({ from, to }: TimeRange, { find, at }: Deed): AsyncGenerator<GenerationJob[]> {
    for (let start = from.getTime(); start < to.getTime(); start += hourMs) {
      const end = new Date(Math.min(start + hourMs, to.getTime()));
      let search: UnreportedSearch | undefined = {
        from: new Date(start),
        to: end,
        afterId: 0,
        limit: batchSize,
      };
      while (search) {
        const jobs: GenerationJob[] = await find(this.dataSource, search);
        if (jobs.length > 0) yield jobs;
        const last = jobs.length < batchSize ? undefined : jobs.at(-1);
        search = last && { ...search, from: at(last) ?? search.from, afterId: last.id };
      }
    }
  }

  /** What is told again must not push out of the stream what is told for the first time. */
  private async makeRoom(): Promise<void> {
    const { entries } = await this.backlog.measure(this.pipeline);
    if (entries > this.pipeline.settings.streamMaxLength / 2) await this.drainer.drain(this.pipeline);
  }
}
