import { storableText } from './storable-text.js';

describe('storableText', () => {
  it.each([
    ['out of memory', 'out of memory'],
    ['a\0b\0', 'ab'],
    ['half \ud83d of a pair', 'half \ufffd of a pair'],
    ['whole 😀 pair', 'whole 😀 pair'],
    ['', ''],
  ])('makes of %j %j', (text, storable) => {
    expect(storableText(text)).toBe(storable);
  });
});
