import { countLeading } from './count-leading.js';

describe('countLeading', () => {
  it.each([
    [0, 0],
    [1, 0],
    [1, 1],
    [1000, 0],
    [1000, 617],
    [1000, 1000],
  ])('finds where a rule over %i indexes ends: after %i', (length, end) => {
    expect(countLeading(length, (index) => index < end)).toBe(end);
  });
});
