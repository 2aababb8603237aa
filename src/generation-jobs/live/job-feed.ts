import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '../../common/errors/domain.error.js';
import { TimeBudgetError, within } from '../../common/within.js';
import { AppConfig } from '../../config/app-config.js';
import { PreparedStatements } from '../../database/prepared-statements.js';
import { RedisSubscriber } from '../../redis/redis-subscriber.js';
import { jobChannel } from '../lifecycle/job-event.js';
import { endStates } from '../lifecycle/job-states.js';
import { FeedEvent } from './feed-event.js';
import { GatheredReads } from './gathered-reads.js';
import { type EventPage, readEventPages, readWatchedRows, type WatchedRow } from './job-feed.queries.js';
import { JobWatch, type WatchSource } from './job-watch.js';
import { WatchedJob } from './watched-job.js';

/** More than are ever watched: a check is one query. */
const rowsPerRead = 100_000;
const pagesPerRead = 50;
/** A connection that answers no more holds others up no longer: reads of one kind follow each other. */
const readPatienceMs = 5_000;

/**
 * What happens to the jobs watched by clients of this process, each event once and in order. Messages on Redis say that
 * something happened, at once; the table says what. A message that is lost costs time only: a check of all watched jobs
 * every `live.check-ms`, and after each outage of Redis, finds what was not heard of.
 */
@Injectable()
export class JobFeed implements WatchSource, OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(JobFeed.name);
  private readonly jobs = new Map<number, WatchedJob>();
  private readonly rows: GatheredReads<number, WatchedRow>;
  private readonly pages: GatheredReads<string, FeedEvent[]>;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly statements: PreparedStatements,
    private readonly subscriber: RedisSubscriber,
  ) {
    this.rows = new GatheredReads((ids) => this.bound(readWatchedRows(statements, ids)), rowsPerRead);
    this.pages = new GatheredReads((keys) => this.bound(this.readPages(keys)), pagesPerRead);
  }

  onModuleInit(): void {
    this.subscriber.onResume(() => void this.check());
  }

  onApplicationShutdown(): void {
    this.stopChecking();
  }

  /** Begins to watch a job, which may not exist; the watch says so when it is opened, and is to be left in any case. */
  watch(jobId: number): JobWatch {
    const job = this.jobs.get(jobId) ?? this.listenTo(jobId);
    const watch = new JobWatch(job, this);
    job.watches.add(watch);
    return watch;
  }

  async readRow(jobId: number): Promise<WatchedRow | undefined> {
    const row = await this.rows.load(jobId);
    if (row) this.jobs.get(jobId)?.learn(row.lastSeq, endStates.has(row.status));
    return row;
  }

  async readPage(jobId: number, after: number): Promise<readonly FeedEvent[]> {
    return (await this.pages.load(`${jobId} ${after}`)) ?? [];
  }

  release(watch: JobWatch): void {
    const job = this.jobs.get(watch.jobId);
    if (!job?.watches.delete(watch) || job.watches.size > 0) return;
    this.jobs.delete(job.id);
    void job.subscription.then((unsubscribe) => unsubscribe());
    if (this.jobs.size === 0) this.stopChecking();
  }

  /** Compares the jobs that may still change with the table, and tries again what could not be read before. */
  private async check(): Promise<void> {
    const open = [...this.jobs.values()].filter(({ isOver }) => !isOver);
    await Promise.allSettled(open.map(({ id }) => this.readRow(id)));
    for (const job of this.jobs.values()) job.advance();
  }

  private listenTo(jobId: number): WatchedJob {
    const channel = jobChannel(this.config.get('redis-ns'), jobId);
    const job = new WatchedJob(jobId, (listener) => this.subscriber.subscribe(channel, listener));
    this.jobs.set(jobId, job);
    this.timer ??= setInterval(() => void this.check(), this.config.get('live.check-ms'));
    return job;
  }

  private stopChecking(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async bound<T>(read: Promise<T>): Promise<T> {
    try {
      return await within(readPatienceMs, read);
    } catch (error) {
      this.logger.warn(`watched jobs could not be read: ${String(error)}`);
      if (!(error instanceof TimeBudgetError)) throw error;
      throw new DomainError('DATABASE_UNAVAILABLE', 'The database does not answer; try again', {
        retryAfterSeconds: 1,
      });
    }
  }

  private async readPages(keys: string[]): Promise<Map<string, FeedEvent[]>> {
    const asked = keys.map((key): EventPage => {
      const [jobId = 0, after = 0] = key.split(' ').map(Number);
      return { jobId, after };
    });
    const pages = await readEventPages(this.statements, asked);
    return new Map(keys.map((key, index) => [key, pages[index] ?? []]));
  }
}
