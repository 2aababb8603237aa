import fc from 'fast-check';
import { topN } from './top-n.js';

const scoresOf = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(-Infinity)), {
  maxLength: 60,
});

describe('topN', () => {
  it('is the beginning of the whole, sorted: the best first, of equal scores the lower index', () => {
    fc.assert(
      fc.property(scoresOf, fc.nat(20), fc.uniqueArray(fc.nat(59)), (list, n, out) => {
        const excluded = new Set(out);
        const sorted = list
          .map((score, item) => ({ score, item }))
          .filter(({ score, item }) => score > -Infinity && !excluded.has(item))
          .sort((a, b) => b.score - a.score || a.item - b.item)
          .map(({ item }) => item);
        expect([...topN(Float32Array.from(list), n, excluded)]).toEqual(sorted.slice(0, n));
      }),
    );
  });

  it('leaves out what is no number', () => {
    expect([...topN(Float32Array.of(1, NaN, 2), 3)]).toEqual([2, 0]);
  });
});
