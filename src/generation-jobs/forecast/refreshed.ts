import type { Clock } from '../../common/clock.js';

/** A value is kept for so many times as long as reading it took: reading costs at most 2 % of the time. */
const worth = 50;

interface Known<T> {
  readonly value: T;
  readonly until: number;
  /** Handed out for so long after that to those who would wait; nobody has asked for a while when that is over. */
  readonly bridgedUntil: number;
}

/** Something read from elsewhere and kept for a while: the dearer it is to read, the longer. */
export class Refreshed<T> {
  private known: Known<T> | undefined;
  private reading: Promise<T> | undefined;

  constructor(
    private readonly read: () => Promise<T>,
    private readonly clock: Clock,
  ) {}

  /** Those who ask while there is nothing to hand out wait for the same answer. */
  async get(): Promise<T> {
    const now = this.clock.now().getTime();
    if (this.known && now < this.known.until) return this.known.value;
    this.reading ??= this.refresh().finally(() => {
      this.reading = undefined;
    });
    if (!this.known || now >= this.known.bridgedUntil) return this.reading;
    // Whoever has to wait for it is told why it fails.
    this.reading.catch(() => undefined);
    return this.known.value;
  }

  private async refresh(): Promise<T> {
    const begun = performance.now();
    const value = await this.read();
    const lifeMs = worth * (performance.now() - begun);
    const until = this.clock.now().getTime() + lifeMs;
    this.known = { value, until, bridgedUntil: until + lifeMs };
    return value;
  }
}
