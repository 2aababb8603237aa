import type { Clock } from '../../common/clock.js';

/** A value is kept for so many times as long as reading it took: reading costs at most 2 % of the time. */
const worth = 50;

/** Something read from elsewhere and kept for a while: the dearer it is to read, the longer. */
export class Refreshed<T> {
  private known: { value: T; until: number } | undefined;
  private reading: Promise<T> | undefined;

  constructor(
    private readonly read: () => Promise<T>,
    private readonly clock: Clock,
  ) {}

  /** Those who ask while it is being read wait for the same answer. */
  get(): Promise<T> {
    if (this.known && this.clock.now().getTime() < this.known.until) return Promise.resolve(this.known.value);
    this.reading ??= this.refresh().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async refresh(): Promise<T> {
    const begun = performance.now();
    const value = await this.read();
    const costMs = performance.now() - begun;
    this.known = { value, until: this.clock.now().getTime() + worth * costMs };
    return value;
  }
}
