/**
 * Tells the analytics again what was lost on the way: events of a process that died before it sent them, or of a Redis
 * that lost its streams. What is missing is known from the rows, and an event told twice is stored once, so this may
 * run at any time and anywhere. It ends by itself: a row is looked at for a day, whatever becomes of its events.
 */
import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { MetricsService } from '../../analytics/generation/metrics.service.js';
import type { EventPipeline, TimeRange } from '../../stream-pipeline/event-pipeline.js';
import { EventPipelines } from '../../stream-pipeline/event-pipelines.js';
import { StreamBacklog } from '../../stream-pipeline/stream-backlog.js';
import { hourMs, minuteMs, retentionHorizon } from '../../stream-pipeline/utc-time.js';
import type { GenerationJob } from '../generation-job.entity.js';
import { JobReporter } from './job-reporter.js';
import { findUnreportedEnds, findUnreportedRequests } from './lost-events.queries.js';

/** A day and the time until a repair that failed is repeated. */
const lookBackMs = 25 * hourMs;

/** Twice the time between two drains: what was told before then has been stored, unless the drain is behind. */
const settledMs = 20 * minuteMs;

const batchSize = 500;

type Find = typeof findUnreportedRequests;
type Tell = (job: GenerationJob) => void;

/** Finds jobs whose events never arrived, and reports them again. */
@Injectable()
export class LostEvents {
  private readonly logger = new Logger(LostEvents.name);
  private readonly pipeline: EventPipeline<unknown>;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reporter: JobReporter,
    private readonly metrics: MetricsService,
    private readonly backlog: StreamBacklog,
    pipelines: EventPipelines,
  ) {
    this.pipeline = pipelines.get('generation-events');
  }

  /** Answers how many events were told again. @throws when PostgreSQL or Redis fail */
  async republishLost(now: Date): Promise<number> {
    if (!this.metrics.isPublishing) return 0;
    const range = this.rangeAt(now);
    const { oldestAt } = await this.backlog.measure(this.pipeline);
    if (oldestAt && oldestAt < range.to) {
      this.logger.warn('the drain is behind: what seems lost may still be in the stream');
      return 0;
    }
    const requests = await this.republish(range, findUnreportedRequests, (job) => {
      this.reporter.requested(job);
    });
    const ends = await this.republish(range, findUnreportedEnds, (job) => {
      this.reporter.ended(job);
    });
    return requests + ends;
  }

  /** Not before the retention horizon: the drain refuses what is older. */
  private rangeAt(now: Date): TimeRange {
    const horizon = retentionHorizon(now.getTime(), this.pipeline.settings.rawRetentionDays);
    return {
      from: new Date(Math.max(now.getTime() - lookBackMs, horizon)),
      to: new Date(now.getTime() - settledMs),
    };
  }

  /** An hour and a batch at a time; each is sent before the next is read, so that the buffer never overflows. */
  private async republish({ from, to }: TimeRange, find: Find, tell: Tell): Promise<number> {
    let told = 0;
    for (let start = from.getTime(); start < to.getTime(); start += hourMs) {
      const hour = { from: new Date(start), to: new Date(Math.min(start + hourMs, to.getTime())) };
      for (let afterId = 0; ;) {
        const jobs = await find(this.dataSource, { ...hour, afterId, limit: batchSize });
        jobs.forEach(tell);
        await this.metrics.flush();
        told += jobs.length;
        if (jobs.length < batchSize) break;
        afterId = jobs.at(-1)?.id ?? afterId;
      }
    }
    return told;
  }
}
