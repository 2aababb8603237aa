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
    return this.indexOf(random.next() * this.sumOf(count), count);
  }

  private sumOf(count: number): number {
    return this.cumulative[count - 1] ?? 0;
  }

  private indexOf(target: number, count: number): number {
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.cumulative[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
