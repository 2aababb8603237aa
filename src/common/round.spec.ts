import fc from 'fast-check';
import { roundTo } from './round.js';

describe('roundTo', () => {
  it.each([
    [1.005, 2, 1.01],
    [-1.005, 2, -1.01],
    [2.5, 0, 3],
    [-2.5, 0, -3],
    [0.12345, 4, 0.1235],
    [1.45, 1, 1.5],
    [8.345, 2, 8.35],
    [0, 2, 0],
    [1e21, 2, 1e21],
    [1e-7, 2, 0],
    [123456789.987654, 3, 123456789.988],
  ])('rounds %p to %p decimals half away from zero', (value, decimals, rounded) => {
    expect(roundTo(value, decimals)).toBe(rounded);
  });

  it('never answers minus zero, which JSON would show as 0 and tests as another value', () => {
    expect(Object.is(roundTo(-0.001, 2), 0)).toBe(true);
  });

  it('stays within half a step and is stable under repetition', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.integer({ min: 0, max: 4 }),
        (value, decimals) => {
          const rounded = roundTo(value, decimals);
          expect(Math.abs(rounded - value)).toBeLessThanOrEqual(0.5 / 10 ** decimals + 1e-6);
          expect(roundTo(rounded, decimals)).toBe(rounded);
        },
      ),
    );
  });
});
