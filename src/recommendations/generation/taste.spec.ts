import { Taste } from './taste.js';
import type { TasteRow } from './taste.queries.js';

function taste(row: Partial<TasteRow>): Taste {
  return new Taste({
    isActive: true,
    modelId: null,
    items: [],
    types: {},
    tags: [],
    contentCount: 100,
    ...row,
  });
}

describe('Taste', () => {
  it('weighs a rare tag more than a common one that is liked as much', () => {
    const { tags } = taste({ tags: [[1, 3, 90], [2, 3, 1]] }); // prettier-ignore
    expect(tags.get(2)).toBe(1);
    expect(tags.get(1)).toBeCloseTo(Math.log1p(100 / 90) / Math.log1p(100));
  });

  it('lets dislikes count against an item, but not below zero', () => {
    const both = taste({ tags: [[1, 2, 10], [2, -2, 10]] }); // prettier-ignore
    expect(both.tagAffinity([1])).toBe(1);
    expect(both.tagAffinity([1, 2])).toBe(0);
    expect(both.tagAffinity([2])).toBe(0);
    expect(both.tagAffinity([1, 99])).toBe(0.5);
    expect(both.tagAffinity([])).toBe(0);
    expect(both.favoriteTags(5)).toEqual([1]);
  });

  it('takes a kind of content for its share of what was liked', () => {
    const some = taste({ types: { image: 3, text: 1 } });
    expect([some.typeAffinity('image'), some.typeAffinity('text'), some.typeAffinity('video')]).toEqual([
      0.75, 0.25, 0,
    ]);
  });

  it('knows nothing of a user without a liking, be there dislikes or not', () => {
    expect(taste({}).isUnknown).toBe(true);
    expect(
      taste({ items: [{ id: 7, signal: -1, lastAt: 0, isLiked: false }], tags: [[1, -2, 10]] }).isUnknown,
    ).toBe(true);
    expect(taste({ items: [{ id: 7, signal: 1, lastAt: 0, isLiked: false }] }).isUnknown).toBe(false);
    expect(taste({ tags: [[1, 3, 10]] }).isUnknown).toBe(false);
  });
});
