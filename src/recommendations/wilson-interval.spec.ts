import { wilsonInterval } from './wilson-interval.js';

describe('the Wilson interval', () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is as published', (hits, trials, low, high) => {
    const interval = wilsonInterval(hits, trials);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('of misses is the mirror of that of hits', () => {
    const hits = wilsonInterval(3, 10);
    const misses = wilsonInterval(7, 10);
    expect(misses.low).toBeCloseTo(1 - hits.high, 12);
    expect(misses.high).toBeCloseTo(1 - hits.low, 12);
  });

  it('stays within 0 and 1, and holds the rate itself', () => {
    const rounding = 1e-12;
    for (const trials of [1, 2, 30, 1_000_000]) {
      for (const hits of [0, 1, Math.floor(trials / 2), trials]) {
        const { low, high } = wilsonInterval(hits, trials);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(hits / trials + rounding);
        expect(high).toBeGreaterThanOrEqual(hits / trials - rounding);
      }
    }
  });

  it('says nothing where nothing was tried', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
});
