import type { FeedEvent } from './feed-event.js';
import { eventsPerPage, type WatchedRow } from './job-feed.queries.js';
import type { WatchedJob } from './watched-job.js';

/** A client, as the events of a job see it. */
export interface EventSink {
  /** False while it has as much unsent as it may have; when that changes, it has its watches advance. */
  readonly isTaking: boolean;
  send(event: FeedEvent): void;
  /** The job is over and all of it has been told, up to this number. */
  finish(lastSeq: number): void;
}

/**
 * The number of the event after which those for a client begin. One that is ahead of its job, as after a restore of the
 * database, must not wait until the job gets there.
 */
export function beginningFor({ lastSeq }: WatchedRow, since = lastSeq): number {
  return Math.min(since, lastSeq);
}

/** What a watch needs of the feed it belongs to. */
export interface WatchSource {
  readRow(jobId: number): Promise<WatchedRow | undefined>;
  /** The page of events that follows the number, which is a multiple of eventsPerPage. */
  readPage(jobId: number, after: number): Promise<readonly FeedEvent[]>;
  release(watch: JobWatch): void;
}

/**
 * One client's view of one job. All it keeps is the number of the last event sent: whatever is known to come after it
 * is sent in order, from memory or else from the table, in whichever order it was heard of.
 */
export class JobWatch {
  private sink: EventSink | undefined;
  private sent = 0;
  private isReading = false;

  constructor(
    private readonly job: WatchedJob,
    private readonly source: WatchSource,
  ) {}

  get jobId(): number {
    return this.job.id;
  }

  /** The job as it is now; undefined when there is none. Read once its channel is listened to, so that nothing is lost. */
  async open(): Promise<WatchedRow | undefined> {
    await this.job.subscription;
    return this.source.readRow(this.job.id);
  }

  /** Sends what comes after the event of this number, from now on. */
  start(sink: EventSink, after: number): void {
    this.sink = sink;
    this.sent = after;
    this.advance();
  }

  /** Sends what there is to be sent and the client takes. */
  advance(): void {
    const { sink, job } = this;
    if (!sink) return;
    while (sink.isTaking && this.sent < job.lastSeq) {
      const event = job.recentEvent(this.sent + 1);
      if (!event) {
        if (!this.isReading) void this.catchUp();
        return;
      }
      this.send(sink, event);
    }
    if (job.isOver && this.sent >= job.lastSeq) sink.finish(job.lastSeq);
  }

  leave(): void {
    this.sink = undefined;
    this.source.release(this);
  }

  private send(sink: EventSink, event: FeedEvent): void {
    this.sent = event.seq;
    sink.send(event);
    if (event.isEnd) this.job.learn(event.seq, true);
  }

  /** One page from the table. Should the read fail, the feed's next check has it tried again. */
  private async catchUp(): Promise<void> {
    const known = this.job.lastSeq;
    const after = this.sent - (this.sent % eventsPerPage);
    this.isReading = true;
    const page = await this.source.readPage(this.job.id, after).catch(() => undefined);
    this.isReading = false;
    if (!page) return;
    for (const event of page) {
      if (!this.sink?.isTaking) return;
      if (event.seq > this.sent) this.send(this.sink, event);
    }
    // Numbers that were known but not found are of events deleted since.
    this.sent = Math.max(this.sent, Math.min(known, after + eventsPerPage));
    this.advance();
  }
}
