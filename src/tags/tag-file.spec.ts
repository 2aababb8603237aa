import { formatTagFile, parseTagFile, TagFileError } from './tag-file.js';

const parse = (entries: unknown): ReturnType<typeof parseTagFile> => parseTagFile(JSON.stringify(entries));

function problemsIn(text: string): string[] {
  try {
    parseTagFile(text);
  } catch (error) {
    expect(error).toBeInstanceOf(TagFileError);
    return (error as Error).message.split('\n');
  }
  return [];
}

describe('parseTagFile', () => {
  it('reads tags with one parent, several, and none', () => {
    expect(
      parse([
        { id: 'art', name: ' Art ', parent: null },
        { id: 'oil_painting', name: 'Oil Painting', parent: 'art', colour: 'ignored' },
        { id: 'ukiyo_e', name: 'Ukiyo-e', parents: ['art', 'prints', 'art'], parent: 'prints' },
      ]),
    ).toEqual([
      { slug: 'art', name: 'Art', parents: [] },
      { slug: 'oil_painting', name: 'Oil Painting', parents: ['art'] },
      { slug: 'ukiyo_e', name: 'Ukiyo-e', parents: ['prints', 'art'] },
    ]);
  });

  it('reads what formatTagFile writes', () => {
    const nodes = [
      { slug: 'café', name: 'Café "Royal"', parents: [] },
      { slug: 'b', name: '<b>', parents: ['café'] },
    ];
    expect(parseTagFile(formatTagFile(nodes))).toEqual(nodes);
    expect(parseTagFile(formatTagFile([]))).toEqual([]);
  });

  it.each([
    ['{"id":', /^not JSON: /],
    ['{}', /^not a JSON array of tags$/],
    ['null', /^not a JSON array of tags$/],
    [JSON.stringify(Array(100_001).fill(null)), /^more than 100000 tags$/],
    ['[{"id":"a","name":"a\\u0000"}]', /NUL/],
    ['[{"id":"a","name":"\\ud800"}]', /well-formed/],
    ['[{"id":"a","name":"a","__proto__":{}}]', /key/],
    ['['.repeat(100) + ']'.repeat(100), /nested/],
  ])('refuses %.40s', (text, problem) => {
    expect(problemsIn(text)).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    [null, 'is not an object'],
    [{ name: 'A' }, 'needs an id'],
    [{ id: '', name: 'A' }, 'needs an id'],
    [{ id: 7, name: 'A' }, 'needs an id'],
    [{ id: 'a'.repeat(256), name: 'A' }, 'has an id of more than 255 characters'],
    [{ id: 'Oil-Painting', name: 'A' }, 'has an id that is no slug, such as oil_painting'],
    [{ id: ' a', name: 'A' }, 'has an id that is no slug, such as a'],
    [{ id: 'a' }, 'needs a name'],
    [{ id: 'a', name: ' ' }, 'needs a name'],
    [{ id: 'a', name: 'x'.repeat(101) }, 'has a bad name: name must have at most 100 characters each'],
    [{ id: 'a', name: 'x\u0007' }, 'has a bad name: name must not contain control characters'],
    [{ id: 'a', name: 'A', parent: 7 }, 'has parents that are not ids'],
    [{ id: 'a', name: 'A', parents: [{}] }, 'has parents that are not ids'],
  ])('refuses the entry %j', (entry, problem) => {
    expect(problemsIn(JSON.stringify([{ id: 'z', name: 'Z' }, entry]))).toEqual([`tag no. 2 ${problem}`]);
  });

  it('refuses what does not go together', () => {
    const entries = [
      { id: 'a', name: 'Same' },
      { id: 'b', name: 'same' },
      { id: 'a', name: 'Other' },
      { id: 'c', name: 'C', parent: 'c' },
    ];
    expect(problemsIn(JSON.stringify(entries))).toEqual([
      "'b' and 'a' have the same name, 'same'",
      "'a' is there twice",
      "'c' is its own parent",
    ]);
  });

  it('tells all that is wrong, up to a point', () => {
    const problems = problemsIn(JSON.stringify(Array(25).fill({})));
    expect(problems).toHaveLength(21);
    expect(problems.slice(0, 2)).toEqual(['tag no. 1 needs an id', 'tag no. 1 needs a name']);
    expect(problems.at(-1)).toBe('and 30 more');
  });
});
