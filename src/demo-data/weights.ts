import { countLeading } from './count-leading.js';
import type { Random } from './random.js';

/** The weights 1, 1/2ˢ, 1/3ˢ, …: what popularity looks like almost everywhere people choose. */
export function zipf(count: number, exponent = 1): number[] {
  return Array.from({ length: count }, (_, rank) => 1 / (rank + 1) ** exponent);
}

/** Draws indexes in proportion to fixed weights, by binary search in their running sum. */
export class Weights {
  private readonly cumulative: Float64Array;

  constructor(weights: readonly number[]) {
    let sum = 0;
    this.cumulative = Float64Array.from(weights, (weight) => (sum += weight));
  }

  /** An index among the first `count`, all of them by default. */
  draw(random: Random, count = this.cumulative.length): number {
    const target = random.next() * (this.cumulative[count - 1] ?? 0);
    return countLeading(count - 1, (index) => (this.cumulative[index] ?? 0) <= target);
  }
}
