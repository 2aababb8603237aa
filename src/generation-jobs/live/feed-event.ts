import type { JobEvent } from '../lifecycle/job-event.js';
import { endStates } from '../lifecycle/job-states.js';

const endings: ReadonlySet<unknown> = endStates;

/** One event of a job as clients are sent it, made into bytes once for all of them. */
export class FeedEvent {
  readonly json: Buffer;
  /** Nothing follows it. */
  readonly isEnd: boolean;
  private streamed: Buffer | undefined;

  private constructor(
    readonly seq: number,
    status: unknown,
    text: string,
  ) {
    this.json = Buffer.from(text);
    this.isEnd = endings.has(status);
  }

  /** From the table, in the words it was published in. */
  static of(event: JobEvent): FeedEvent {
    return new FeedEvent(event.seq, event.status, JSON.stringify(event));
  }

  /** As it was published. @throws when it is no event */
  static parse(message: string): FeedEvent {
    const { seq, status } = JSON.parse(message) as { seq?: unknown; status?: unknown };
    if (!Number.isSafeInteger(seq) || (seq as number) < 1) throw new TypeError('an event without a number');
    return new FeedEvent(seq as number, status, message);
  }

  /** As an entry of an event stream; JSON has no line breaks of its own. */
  get entry(): Buffer {
    this.streamed ??= Buffer.concat([
      Buffer.from(`id: ${this.seq}\nevent: update\ndata: `),
      this.json,
      Buffer.from('\n\n'),
    ]);
    return this.streamed;
  }
}
