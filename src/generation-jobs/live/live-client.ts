import type { FeedEvent } from './feed-event.js';
import type { EventSink, JobWatch } from './job-watch.js';

/**
 * A connection to a client, of either kind, and the jobs it watches. It holds little unsent: a client that takes events
 * more slowly than they come is sent no more until it has taken half of what waits, and then what it has missed.
 */
export abstract class LiveClient implements EventSink {
  private readonly watches = new Set<JobWatch>();
  private isFull = false;
  private isClosed = false;
  /** When the client last took something, while something waits for it. */
  private waitingSince: number | undefined;

  constructor(private readonly mostUnsent: number) {}

  get isConnected(): boolean {
    return !this.isClosed;
  }

  get isTaking(): boolean {
    return !this.isFull && !this.isClosed;
  }

  abstract send(event: FeedEvent): void;

  abstract finish(lastSeq: number): void;

  /** Shows the client, and what stands between, that the connection is alive; or finds that it is not. */
  abstract beat(): void;

  /** Tells the client to go elsewhere. */
  abstract dismiss(): void;

  /** Ends the connection at once. */
  abstract drop(): void;

  /** Bytes written that the operating system has not taken. */
  protected abstract get unsent(): number;

  /** The client's own for as long as it is connected. */
  own(watch: JobWatch): void {
    if (this.isClosed) watch.leave();
    else this.watches.add(watch);
  }

  /** Ends a watch that came to nothing. */
  disown(watch: JobWatch): void {
    this.watches.delete(watch);
    watch.leave();
  }

  /** True when nothing that was written has left the process for so long, however much of it is on its way. */
  hasTakenNothingFor(milliseconds: number): boolean {
    return this.waitingSince !== undefined && performance.now() - this.waitingSince >= milliseconds;
  }

  /** To be called when the connection has ended, however that came about. */
  protected close(): void {
    this.isClosed = true;
    for (const watch of this.watches) watch.leave();
    this.watches.clear();
  }

  /** To be called after each write, every one of which is to end in noteTaken. */
  protected noteWritten(): void {
    this.waitingSince ??= performance.now();
    if (this.unsent > this.mostUnsent) this.isFull = true;
  }

  /** To be called when a write has left the process. */
  protected readonly noteTaken = (): void => {
    this.waitingSince = this.unsent === 0 ? undefined : performance.now();
    if (!this.isFull || this.unsent > this.mostUnsent / 2) return;
    this.isFull = false;
    for (const watch of this.watches) watch.advance();
  };
}
