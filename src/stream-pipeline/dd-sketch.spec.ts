import fc from 'fast-check';
import { binOf, DDSketch } from './dd-sketch.js';

const largestDuration = 2 ** 31 - 1; // duration_ms is a PostgreSQL integer
const durations = fc.array(
  fc.oneof(fc.nat(100), fc.nat(10_000), fc.nat(largestDuration), fc.constantFrom(0, 1, largestDuration)),
  { minLength: 1, maxLength: 200 },
);
const quantiles = fc.double({ min: 0, max: 1, noNaN: true });

function sketchOf(values: readonly number[]): DDSketch {
  return values.reduce((sketch, value) => sketch.add(value), new DDSketch());
}

/** What PostgreSQL's percentile_cont answers. */
function exactQuantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = q * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  const above = sorted[Math.ceil(rank)]!;
  return below + (rank - Math.floor(rank)) * (above - below);
}

describe('DDSketch', () => {
  it('answers every quantile within 1 % of percentile_cont', () => {
    fc.assert(
      fc.property(durations, quantiles, (values, q) => {
        const exact = exactQuantile(values, q);
        expect(Math.abs(sketchOf(values).quantile(q)! - exact)).toBeLessThanOrEqual(
          exact * 0.01 * (1 + 1e-9),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('merges to the sketch of all values, in whatever order the parts come', () => {
    fc.assert(
      fc.property(durations, durations, durations, (a, b, c) => {
        const all = sketchOf([...a, ...b, ...c]).toPairs();
        const leftFirst = sketchOf(a).merge(sketchOf(b)).merge(sketchOf(c));
        const rightFirst = sketchOf(c).merge(sketchOf(b).merge(sketchOf(a)));
        expect(leftFirst.toPairs()).toEqual(all);
        expect(rightFirst.toPairs()).toEqual(all);
      }),
    );
  });

  it('survives the way through pairs', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const sketch = sketchOf(values);
        const read = DDSketch.fromPairs(sketch.toPairs());
        expect(read).toEqual(DDSketch.fromPairs(read.toPairs()));
        expect(read.count).toBe(values.length);
        expect(read.quantile(0.95)).toBe(sketch.quantile(0.95));
      }),
    );
  });

  it('doubles when merged with itself', () => {
    const sketch = sketchOf([0, 3, 3, 900]);
    expect(sketch.merge(sketch).toPairs()).toEqual([binOf(0), 2, binOf(3), 4, binOf(900), 2]);
  });

  it('keeps each of the small values in a bin of its own', () => {
    const bins = Array.from({ length: 50 }, (_, value) => binOf(value));
    expect(new Set(bins).size).toBe(50);
    expect(bins.slice(0, 3)).toEqual([-1, 0, 35]);
  });

  it('answers nothing when empty', () => {
    expect(new DDSketch().quantile(0.5)).toBeUndefined();
    expect(DDSketch.fromPairs([]).toPairs()).toEqual([]);
  });

  it.each([-1, 0.5, NaN, Infinity])('refuses %p as a duration', (value) => {
    expect(() => new DDSketch().add(value)).toThrow(RangeError);
  });

  it.each([-0.1, 1.1, NaN])('refuses %p as a quantile', (q) => {
    expect(() => sketchOf([1]).quantile(q)).toThrow(RangeError);
  });

  it('refuses half a pair', () => {
    expect(() => DDSketch.fromPairs([1, 2, 3])).toThrow(RangeError);
  });
});
