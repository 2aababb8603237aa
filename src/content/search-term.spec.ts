import fc from 'fast-check';
import { parseSearchTerm, searchConditions } from './search-term.js';

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
        expect(parseSearchTerm(term)).toEqual(phrases);
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

describe('searchConditions', () => {
  it('asks for each part as a literal text', () => {
    const conditions = searchConditions('50% "a_b\\\\c"');
    expect(conditions.map(({ values }) => values)).toEqual([[String.raw`%a\_b\\c%`], [String.raw`%50\%%`]]);
    expect(searchConditions(' ""')).toEqual([]);
  });

  it('lets no part reach over the seam between title and prompt', () => {
    expect(searchConditions('"title\x1fprompt"').map(({ values }) => values)).toEqual([['%title prompt%']]);
  });
});
