import {
  entityTag,
  entityTagOf,
  matchesStrongly,
  matchesWeakly,
  parseEntityTags,
  stateOf,
  withVolatile,
} from './entity-tag.js';

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

describe('the entity tag of what changes by itself', () => {
  const tagOf = (title: string, place: number | null, weather = 'fair'): string =>
    entityTagOf(withVolatile({ title, place, weather }, ['place', 'weather']));

  it('tells representations apart, and says which are of one state', () => {
    const tags = [tagOf('a', 1), tagOf('a', 2), tagOf('a', null), tagOf('a', 1, 'foul'), tagOf('b', 1)];
    expect(new Set(tags).size).toBe(5);
    expect(new Set(tags.slice(0, 4).map(stateOf)).size).toBe(1);
    expect(stateOf(tags[4]!)).not.toBe(stateOf(tags[0]!));
    expect(tagOf('a', 1)).toBe(tags[0]);
    for (const tag of tags) expect(parseEntityTags(tag)).toEqual([tag]);
  });

  it('says nothing of the state when it is of anything else', () => {
    const plain = entityTagOf({ title: 'a' });
    for (const tag of [plain, '"a.b"', '"a"']) expect(stateOf(tag)).toBe(tag);
    expect(stateOf(`${plain.slice(0, -1)}.${plain.slice(1)}`)).not.toBe(plain);
  });

  it('stays weak in its state', () => {
    expect(stateOf(`W/${tagOf('a', 1)}`)).toBe(`W/${stateOf(tagOf('a', 2))}`);
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
