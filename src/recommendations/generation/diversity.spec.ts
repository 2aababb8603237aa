import fc from 'fast-check';
import { likeness, pickDiverse } from './diversity.js';
import { inOrder, type Ranked } from './ranking.js';

function ranked(id: number, score: number, tagKeys: number[]): Ranked {
  const candidate = {
    id,
    contentType: 'image' as const,
    qualityScore: 0.5,
    createdAt: 0,
    tagKeys,
    acts: 0,
  };
  const components = { tag: 0, type: 0, collab: 0, quality: 0.5, popularity: 0, recency: 0 };
  return { candidate, source: 'recent', score, components };
}

const ids = (items: readonly Ranked[]): number[] => items.map(({ candidate }) => candidate.id);

describe('likeness', () => {
  it.each([
    [[1, 2], [1, 2], 1],
    [[1, 2, 3], [2, 3, 4], 0.5],
    [[1], [2], 0],
    [[], [], 1],
    [[], [1], 0],
  ])('of %p and %p is %p', (a, b, expected) => {
    expect(likeness(a, b)).toBeCloseTo(expected);
  });
});

describe('pickDiverse', () => {
  const castles = [1, 2];
  const items = [ranked(1, 0.9, castles), ranked(2, 0.88, castles), ranked(3, 0.7, [3]), ranked(4, 0.1, [4])];

  it('takes the best scores without diversity', () => {
    expect(ids(pickDiverse(items, 2, 0))).toEqual([1, 2]);
  });

  it('prefers something else to more of the same', () => {
    expect(ids(pickDiverse(items, 2, 0.3))).toEqual([1, 3]);
  });

  it('answers what it picked by score', () => {
    expect(ids(pickDiverse(items, 4, 1))).toEqual([1, 2, 3, 4]);
  });

  it('picks each item once, the best always among them, whatever the diversity', () => {
    const item = fc.record({
      score: fc.integer({ min: 0, max: 20 }).map((value) => value / 20),
      tags: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 12 }),
        fc.integer({ min: 0, max: 15 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, count, diversity) => {
          const all = given
            .map(({ score, tags }, id) =>
              ranked(
                id,
                score,
                tags.sort((a, b) => a - b),
              ),
            )
            .sort(inOrder);
          const picked = ids(pickDiverse(all, count, diversity));
          expect(picked.length).toBe(Math.min(count, all.length));
          expect(new Set(picked).size).toBe(picked.length);
          if (picked.length > 0) expect(picked).toContain(all[0]!.candidate.id);
        },
      ),
    );
  });
});
