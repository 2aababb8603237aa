import { containsPattern } from './like.js';

describe('containsPattern', () => {
  it.each([
    ['plain', '%plain%'],
    ['100%', String.raw`%100\%%`],
    ['a_b', String.raw`%a\_b%`],
    [String.raw`c:\dir`, String.raw`%c:\\dir%`],
    ["'; --", "%'; --%"],
  ])('takes the wildcards of %j literally', (term, pattern) => {
    expect(containsPattern(term)).toBe(pattern);
  });
});
