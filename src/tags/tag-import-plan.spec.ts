import { TagFileError } from './tag-file.js';
import { planImport } from './tag-import-plan.js';
import { tagIdOf } from './tag-name.js';

const node = (slug: string, ...parents: string[]) => ({ slug, name: slug.toUpperCase(), parents });
const stored = (slug: string, ...parents: string[]) => ({
  id: `id of ${slug}`,
  slug,
  name: slug.toUpperCase(),
  parents: parents.map((parent) => `id of ${parent}`),
});

describe('planImport', () => {
  it('creates what is missing under the ids of the slugs, and links only what is not linked', () => {
    const plan = planImport(
      [{ slug: 'a', name: 'renamed', parents: ['b', 'c'] }, node('c', 'b')],
      [stored('a', 'b'), stored('b')],
    );
    expect(plan).toEqual({
      tags: [{ id: tagIdOf('c'), slug: 'c', name: 'C' }],
      links: [
        ['id of a', tagIdOf('c')],
        [tagIdOf('c'), 'id of b'],
      ],
    });
  });

  it.each([
    [[node('a', 'nowhere')], [], "'a' has an unknown parent, 'nowhere'"],
    [[{ slug: 'new', name: 'A', parents: [] }], [stored('a')], "'new' has the name of the tag 'a', 'A'"],
    [[node('a', 'b'), node('b', 'a')], [], "'a' would be above itself: a → b → a"],
    [[node('a', 'b')], [stored('a'), stored('b', 'c'), stored('c', 'a')], 'a → b → c → a'],
  ])('refuses %j beside %j', (nodes, tags, problem) => {
    expect(() => planImport(nodes, tags)).toThrow(TagFileError);
    expect(() => planImport(nodes, tags)).toThrow(problem);
  });

  it('passes a cycle that is stored already', () => {
    const tags = [stored('a', 'b'), stored('b', 'a')];
    expect(planImport([node('c', 'a'), node('a', 'b')], tags).links).toEqual([[tagIdOf('c'), 'id of a']]);
  });
});
