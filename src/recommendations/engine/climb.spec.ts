import fc from 'fast-check';
import { climb } from './climb.js';

describe('climb', () => {
  const values = Array.from({ length: 10 }, (_, rung) => 2 ** rung);

  it('finds the only summit from wherever it starts, trying nothing twice', () => {
    fc.assert(
      fc.property(fc.nat(9), fc.nat(9), (summit, first) => {
        const tried: number[] = [];
        const best = climb({ values, first: 2 ** first }, (value) => {
          tried.push(value);
          return -Math.abs(Math.log2(value) - summit);
        });
        expect(best).toBe(2 ** summit);
        expect(tried[0]).toBe(2 ** first);
        expect(tried).toHaveLength(new Set(tried).size);
        expect(tried.length).toBeLessThanOrEqual(Math.abs(summit - first) + 3);
      }),
    );
  });

  it('stays where it is when nothing is better', () => {
    expect(climb({ values, first: 16 }, () => 1)).toBe(16);
  });
});
