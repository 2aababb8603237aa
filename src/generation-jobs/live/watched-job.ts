import { FeedEvent } from './feed-event.js';
import type { JobWatch } from './job-watch.js';

/** Events kept at hand; who is further behind reads the table. */
const mostRecent = 128;

/** A job somebody in this process watches: how far it is known to be, its newest events, and who watches. */
export class WatchedJob {
  readonly watches = new Set<JobWatch>();
  /** Settles when the job's channel is listened to; answers what ends that. */
  readonly subscription: Promise<() => Promise<void>>;
  private readonly recent = new Map<number, FeedEvent>();
  private newest = 0;
  private hasEnded = false;

  constructor(
    readonly id: number,
    listen: (listener: (message: string) => void) => WatchedJob['subscription'],
  ) {
    this.subscription = listen((message) => {
      this.accept(FeedEvent.parse(message));
    });
  }

  /** Highest number an event of the job is known to have. */
  get lastSeq(): number {
    return this.newest;
  }

  /** Nothing comes after lastSeq. */
  get isOver(): boolean {
    return this.hasEnded;
  }

  recentEvent(seq: number): FeedEvent | undefined {
    return this.recent.get(seq);
  }

  /** Somebody knows that there are so many events, whether or not they were heard of here. */
  learn(lastSeq: number, isOver: boolean): void {
    if (lastSeq <= this.newest && (!isOver || this.hasEnded)) return;
    this.newest = Math.max(this.newest, lastSeq);
    this.hasEnded ||= isOver;
    this.advance();
  }

  /** Has every watch send what it has not sent yet. */
  advance(): void {
    for (const watch of this.watches) watch.advance();
  }

  /** An event was published: perhaps for the second time, perhaps before one that precedes it. */
  private accept(event: FeedEvent): void {
    this.recent.set(event.seq, event);
    if (this.recent.size > mostRecent) this.forgetOne();
    this.newest = Math.max(this.newest, event.seq);
    this.hasEnded ||= event.isEnd;
    this.advance();
  }

  private forgetOne(): void {
    const [first] = this.recent.keys();
    if (first !== undefined) this.recent.delete(first);
  }
}
