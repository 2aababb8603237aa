import fc from 'fast-check';
import { containsTerm, parseSearchTerm } from './search-term.js';

describe('parseSearchTerm', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['lighthouse', ['lighthouse']],
    ['light  house\tat\ndusk', ['light', 'house', 'at', 'dusk']],
    ['"at dusk"', ['at dusk']],
    ['lighthouse "at dusk"', ['at dusk', 'lighthouse']],
    ['a"b c"d', ['b c', 'a', 'd']],
    ['"" "  "', []],
    ['"  padded  "', ['padded']],
    [String.raw`"say \"hi\" now"`, ['say "hi" now']],
    [String.raw`"back\\slash"`, [String.raw`back\slash`]],
    ['"unclosed phrase', ['"unclosed', 'phrase']],
    ['one "two" three"', ['two', 'one', 'three"']],
    ['50% _x_', ['50%', '_x_']],
    ['twice "twice" twice', ['twice']],
    ['"title\x1fprompt"', ['title prompt']], // nothing reaches over the seam between title and prompt
  ])('reads %j as %j', (term, parts) => {
    expect(parseSearchTerm(term)).toEqual(parts);
  });

  it('finds every quoted phrase again, whatever stands in it', () => {
    const phrase = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((text) => text.trim())
      .filter((text) => text !== '');
    fc.assert(
      fc.property(fc.array(phrase), (phrases) => {
        const term = phrases.map((text) => `"${text.replace(/[\\"]/g, '\\$&')}"`).join(' ');
        expect(parseSearchTerm(term)).toEqual([...new Set(phrases)]);
      }),
    );
  });

  it('never answers a blank part', () => {
    fc.assert(
      fc.property(fc.string(), (term) => {
        for (const part of parseSearchTerm(term)) expect(part.trim()).not.toBe('');
      }),
    );
  });
});

describe('containsTerm', () => {
  it('asks for a literal text', () => {
    expect(containsTerm(String.raw`50% a_b\c`).values).toEqual([String.raw`%50\% a\_b\\c%`]);
  });
});
