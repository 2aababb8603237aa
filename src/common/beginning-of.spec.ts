import { beginningOf } from './beginning-of.js';

describe('beginningOf', () => {
  it.each([
    ['short', 9, 'short'],
    ['exact', 5, 'exact'],
    ['longer', 4, 'long'],
    ['ab😀', 4, 'ab😀'],
    ['ab😀', 3, 'ab'],
    ['', 3, ''],
  ])('makes %p of at most %p characters %p', (text, length, beginning) => {
    expect(beginningOf(text, length)).toBe(beginning);
  });
});
