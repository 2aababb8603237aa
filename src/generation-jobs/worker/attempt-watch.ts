import { within } from '../../common/within.js';
import { GenerationError } from '../generators/generator.js';
import { ClaimLostError } from './stop-reasons.js';

export interface AttemptWatchOptions {
  readonly heartbeatMs: number;
  /** Time after which a generation is asked to stop. */
  readonly softLimitMs: number;
  /** Time after which it is given up, whatever it does. */
  readonly hardLimitMs: number;
  /** How long a generation that was given up may take to end, so that its backend hears of it. */
  readonly farewellMs: number;
  /** A sign of life; answers whether the claim is still held. */
  readonly heartbeat: () => Promise<boolean>;
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** Keeps the claim of one attempt alive, and ends its generation when there is a reason to. */
export class AttemptWatch {
  private readonly stopping = new AbortController();
  private readonly abandoning = new AbortController();
  private heartbeatTimer: NodeJS.Timeout | undefined;
  private isClosed = false;
  private generation: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: AttemptWatchOptions) {
    this.scheduleHeartbeat();
  }

  /** Aborts when the generation is to stop; why is its reason. */
  get signal(): AbortSignal {
    return this.stopping.signal;
  }

  /** Why the generation was told to stop; undefined when it was not. */
  get stopReason(): unknown {
    return this.signal.reason as unknown;
  }

  /** Stops the generation, and waits for it no longer. */
  stop(reason: Error): void {
    this.stopping.abort(reason);
    this.abandoning.abort(reason);
  }

  /** Looks whether the claim is still held, and stops the generation if it is not. */
  async check(): Promise<void> {
    // A database that is away proves nothing; should it stay away, the claim is lost there.
    const isHeld = await this.options.heartbeat().catch(() => true);
    if (!isHeld && !this.isClosed) this.stop(new ClaimLostError());
  }

  /** Waits for a generation as long as it may take. @throws the reason why it was given up, or what it throws itself */
  async guard<T>(generation: Promise<T>): Promise<T> {
    const { softLimitMs, hardLimitMs } = this.options;
    const timedOut = new GenerationError('timeout', `No result within ${softLimitMs / 1000} s`);
    const timers = [
      setTimeout(() => {
        this.stopping.abort(timedOut);
      }, softLimitMs),
      setTimeout(() => {
        this.stop(timedOut);
      }, hardLimitMs),
    ];
    this.generation = generation.catch(() => undefined);
    try {
      return await Promise.race([generation, rejectionOf(this.abandoning.signal)]);
    } finally {
      for (const timer of timers) clearTimeout(timer);
    }
  }

  /** Ends the heartbeat, and lets a generation that was given up end. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.heartbeatTimer);
    await within(this.options.farewellMs, this.generation).catch(() => undefined);
  }

  private scheduleHeartbeat(): void {
    this.heartbeatTimer = setTimeout(() => {
      void this.check().then(() => {
        if (!this.isClosed) this.scheduleHeartbeat();
      });
    }, this.options.heartbeatMs);
  }
}
