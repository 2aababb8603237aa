import { seededRandom } from './random.js';

describe('seededRandom', () => {
  const draw = (seed: number, count: number): number[] => Array.from({ length: count }, seededRandom(seed));

  it('repeats itself for the same seed alone', () => {
    expect(draw(3, 5)).toEqual(draw(3, 5));
    expect(draw(3, 5)).not.toEqual(draw(4, 5));
  });

  it('is spread evenly from 0 to below 1', () => {
    const tenths = new Uint32Array(10);
    for (const value of draw(1, 10_000)) tenths[Math.floor(10 * value)]! += 1;
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
