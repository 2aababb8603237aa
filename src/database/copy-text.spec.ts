import { toCopyLine, toCopyText } from './copy-text.js';

describe('toCopyText', () => {
  it.each([
    ['a tab, a line end, a return and a backslash', 'a\tb\nc\rd\\e', 'a\\tb\\nc\\rd\\\\e'],
    ['text that looks like the null mark', '\\N', '\\\\N'],
    ['other scripts and emoji as they are', 'Étude 龍 🌙', 'Étude 龍 🌙'],
    ['an empty text', '', ''],
    ['null', null, '\\N'],
    ['numbers', -1.5, '-1.5'],
    ['booleans', true, 't'],
    ['instants in UTC', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['an array', [1, -2], '{1,-2}'],
    ['an empty array', [], '{}'],
    ['an object as JSON, its escapes escaped', { a: 'x\ny"' }, '{"a":"x\\\\ny\\\\""}'],
  ])('writes %s', (_what, value, text) => {
    expect(toCopyText(value)).toBe(text);
  });
});

describe('toCopyLine', () => {
  it('separates by tabs and ends the line', () => {
    expect(toCopyLine([1, null, 'a b'])).toBe('1\t\\N\ta b\n');
  });
});
