import { DomainError } from './errors/domain.error.js';

/**
 * Lets so many pieces of work go on at once and the others wait in the order they came, so that what is dear queues up
 * among itself and leaves the rest of the machine to what is cheap.
 */
export class Turnstile {
  private readonly waiting: (() => void)[] = [];
  private passing = 0;

  constructor(
    private readonly places: number,
    /** How many may wait; more are turned away. */
    private readonly mostWaiting: number,
  ) {}

  /** @throws DomainError DATABASE_UNAVAILABLE when too many wait already */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.passing >= this.places) await this.wait();
    else this.passing += 1;
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.passing -= 1;
    }
  }

  /** The place of whoever leaves goes straight to who waits longest. */
  private wait(): Promise<void> {
    if (this.waiting.length >= this.mostWaiting) {
      throw new DomainError('DATABASE_UNAVAILABLE', 'Too many dear questions are being answered; try again');
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
