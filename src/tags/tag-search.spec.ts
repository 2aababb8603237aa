import { parseTagSearch, tagSearchConditions } from './tag-search.js';

describe('parseTagSearch', () => {
  it.each([
    ['dusk', ['dusk']],
    ['  oil  painting ', ['oil', 'painting']],
    ['oil,painting,, dusk', ['oil', 'painting', 'dusk']],
    ['dusk dusk', ['dusk']],
    ['"oil painting"', ['oil painting']],
    [' "oil, painting" ', ['oil, painting']],
    ['"oil painting', ['"oil', 'painting']],
    ['a "b c"', ['a', '"b', 'c"']],
    ['"', ['"']],
    ['""', []],
    [' , ', []],
  ])('reads %j as %j', (term, parts) => {
    expect(parseTagSearch(term)).toEqual(parts);
  });
});

describe('tagSearchConditions', () => {
  it('are none for a term without a word, so that nothing is filtered', () => {
    expect(tagSearchConditions(' " " ')).toEqual([]);
  });

  it('take wildcards literally', () => {
    expect(tagSearchConditions('100%_')[0]?.values).toEqual([['%100\\%\\_%']]);
  });
});
