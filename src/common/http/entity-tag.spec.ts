import { entityTag, entityTagOf, matchesStrongly, matchesWeakly, parseEntityTags } from './entity-tag.js';

describe('entityTag', () => {
  it('is a strong tag that tells bodies apart', () => {
    const tags = ['{}', '{"a":1}', '{"a":2}', '[]'].map((body) => entityTag(body));
    expect(new Set(tags).size).toBe(tags.length);
    for (const tag of tags) expect(tag).toMatch(/^"[\w-]{27}"$/);
  });

  it('is the same for a text, its bytes and the value it was made of', () => {
    const value = { title: 'Möwe 🐦' };
    const text = JSON.stringify(value);
    expect(entityTag(Buffer.from(text))).toBe(entityTag(text));
    expect(entityTagOf(value)).toBe(entityTag(text));
  });
});

describe('parseEntityTags', () => {
  it.each([
    ['*', '*'],
    [' * ', '*'],
    ['"a"', ['"a"']],
    ['""', ['""']],
    ['W/"a"', ['W/"a"']],
    ['"a", W/"b" ,"c"', ['"a"', 'W/"b"', '"c"']],
    ['"with,comma"', ['"with,comma"']],
    ['"back\\slash", "ünï"', ['"back\\slash"', '"ünï"']],
    ['"a",, ,\t"b",', ['"a"', '"b"']],
    ['', []],
    [',', []],
  ])('reads %j', (header, tags) => {
    expect(parseEntityTags(header)).toEqual(tags);
  });

  it.each([
    'a',
    '"a',
    'a"',
    '"a" "b"',
    'w/"a"',
    'W/ "a"',
    '*, "a"',
    '"a", *',
    '"sp ace"',
    '"a";',
    '"q"uote"',
  ])('refuses %j', (header) => {
    expect(parseEntityTags(header)).toBeUndefined();
  });

  it('is not led astray by the longest of headers', () => {
    expect(parseEntityTags(`${' '.repeat(16_000)}x`)).toBeUndefined();
    expect(parseEntityTags('"'.repeat(16_001))).toBeUndefined();
    expect(parseEntityTags(','.repeat(16_000))).toEqual([]);
  });
});

describe('comparison', () => {
  it('strong: equal and neither of them weak', () => {
    expect(matchesStrongly(['"a"', '"b"'], '"b"')).toBe(true);
    expect(matchesStrongly(['W/"b"'], '"b"')).toBe(false);
    expect(matchesStrongly([], '"b"')).toBe(false);
    expect(matchesStrongly('*', '"b"')).toBe(true);
  });

  it('weak: equal, weak or not', () => {
    expect(matchesWeakly(['"a"', 'W/"b"'], '"b"')).toBe(true);
    expect(matchesWeakly(['"b"'], '"b"')).toBe(true);
    expect(matchesWeakly(['W/"a"'], '"b"')).toBe(false);
    expect(matchesWeakly('*', '"b"')).toBe(true);
  });
});
