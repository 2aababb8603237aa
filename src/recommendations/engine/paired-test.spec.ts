import { isAboveZero } from './paired-test.js';
import { seededRandom } from './random.js';

describe('isAboveZero', () => {
  // of 1, 2, 3 the standard error is 1/√3
  it.each([
    ['lies more than 1.645 standard errors above', [1, 2, 3].map((value) => value - 2 + 0.96), true],
    ['lies less far above', [1, 2, 3].map((value) => value - 2 + 0.94), false],
    ['lies below', [-1, -2, -3], false],
    ['is zero for all', [0, 0, 0], false],
    ['is the same for all, and above', [0.1, 0.1], true],
    ['is of a single one', [1], false],
    ['is of none', [], false],
  ])('knows whether a mean that %s is above zero: %p', (_what, differences, expected) => {
    expect(isAboveZero(differences)).toBe(expected);
  });

  it('takes chance for more than that about once in twenty times', () => {
    const random = seededRandom(1);
    const draw = (): number[] => Array.from({ length: 40 }, () => random() - 0.5);
    const passed = Array.from({ length: 2000 }, draw).filter(isAboveZero);
    expect(Math.abs(passed.length - 100)).toBeLessThan(30);
  });
});
