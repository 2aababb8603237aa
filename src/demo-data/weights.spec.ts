import { Random } from './random.js';
import { Weights, zipf } from './weights.js';

function shares(weights: Weights, count?: number): number[] {
  const random = new Random(1);
  const counts: (number | undefined)[] = [];
  for (let draw = 0; draw < 40_000; draw++) {
    const index = weights.draw(random, count);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return Array.from(counts, (drawn) => (drawn ?? 0) / 40_000);
}

describe('Weights', () => {
  it('draws in proportion', () => {
    const [first, second, third] = shares(new Weights([5, 3, 2]));

    expect(first).toBeCloseTo(0.5, 1);
    expect(second).toBeCloseTo(0.3, 1);
    expect(third).toBeCloseTo(0.2, 1);
  });

  it('draws among the first few in the same proportion', () => {
    const drawn = shares(new Weights([1, 1, 98]), 2);

    expect(drawn).toHaveLength(2);
    expect(drawn[0]).toBeCloseTo(0.5, 1);
  });

  it('never draws what weighs nothing', () => {
    expect(shares(new Weights([0, 1]))[0]).toBe(0);
  });
});

describe('zipf', () => {
  it('falls with the rank', () => {
    expect(zipf(4)).toEqual([1, 1 / 2, 1 / 3, 1 / 4]);
    expect(zipf(2, 2)).toEqual([1, 1 / 4]);
  });
});
