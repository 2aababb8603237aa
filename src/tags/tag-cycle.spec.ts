import fc from 'fast-check';
import { findCycle, type Link } from './tag-cycle.js';

function toLinks(links: readonly Link[]): Map<string, Set<string>> {
  const byTag = new Map<string, Set<string>>();
  for (const [tag, parent] of links) byTag.set(tag, (byTag.get(tag) ?? new Set()).add(parent));
  return byTag;
}

function parse(text: string): Link[] {
  return text
    .split(' ')
    .filter(Boolean)
    .map((link) => link.split('>') as unknown as Link);
}

const cycleOf = (old: string, added: string): string[] | undefined =>
  findCycle(toLinks([...parse(old), ...parse(added)]), parse(added));

describe('findCycle', () => {
  it.each([
    ['', ''],
    ['a>b', ''],
    ['', 'a>b b>c a>c'],
    ['a>b b>c', 'd>a d>c'],
  ])('finds none in %j with %j added', (old, added) => {
    expect(cycleOf(old, added)).toBeUndefined();
  });

  it.each([
    ['', 'a>b b>a', ['a', 'b', 'a']],
    ['', 'x>a a>b b>c c>a y>x', ['a', 'b', 'c', 'a']],
    ['b>c c>a', 'a>b', ['a', 'b', 'c', 'a']],
    ['b>c c>d d>a b>d', 'a>b', ['a', 'b', 'd', 'a']],
  ])('spells out the shortest one %j makes with %j', (old, added, cycle) => {
    expect(cycleOf(old, added)).toEqual(cycle);
  });

  it('does not blame an addition for cycles that were there before', () => {
    expect(cycleOf('a>b b>a', 'c>a d>c')).toBeUndefined();
    expect(cycleOf('a>b b>a x>y y>x', 'a>x')).toBeUndefined();
    expect(cycleOf('a>b b>a x>y y>x', 'a>x y>b')).toEqual(['a', 'x', 'y', 'b', 'a']);
  });

  it('finds one exactly where an added tag can be reached from its new parent', () => {
    const tag = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
    const links = fc.uniqueArray(
      fc.tuple(tag, tag).filter(([from, to]) => from !== to),
      {
        selector: String,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(links, fc.nat(), (all, cut) => {
        const byTag = toLinks(all);
        const added = all.slice(all.length === 0 ? 0 : cut % all.length);
        const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
          from === to ||
          [...(byTag.get(from) ?? [])].some((next) => !seen.has(next) && reaches(next, to, seen.add(next)));
        const cycle = findCycle(byTag, added);
        expect(cycle !== undefined).toBe(added.some(([from, to]) => reaches(to, from)));
        if (!cycle) return;
        expect(cycle[0]).toBe(cycle.at(-1));
        for (const [index, one] of cycle.slice(1).entries()) expect(byTag.get(cycle[index]!)).toContain(one);
      }),
      { numRuns: 1000 },
    );
  });
});
