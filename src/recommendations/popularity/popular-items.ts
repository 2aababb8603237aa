import type { ItemPopularity } from './popularity.queries.js';

/** Length of each top list; who has met so many popular items is shown others. */
export const listLength = 400;

type Figure = 'acts' | 'trending';

/** Ids with the highest figure first, of equals the newer item; none without any, such as what was only disliked. */
function topList(items: readonly ItemPopularity[], figure: Figure): number[] {
  return items
    .filter((item) => item[figure] > 0)
    .sort((a, b) => b[figure] - a[figure] || b.id - a.id)
    .slice(0, listLength)
    .map(({ id }) => id);
}

/** What is popular and what is trending at one moment. */
export class PopularItems {
  private readonly byId: ReadonlyMap<number, ItemPopularity>;
  private readonly lists: Readonly<Record<Figure, readonly number[]>>;
  /** Acts on the most popular item. */
  readonly mostActs: number;

  constructor(items: readonly ItemPopularity[]) {
    this.byId = new Map(items.map((item) => [item.id, item]));
    this.lists = { acts: topList(items, 'acts'), trending: topList(items, 'trending') };
    this.mostActs = items.reduce((most, { acts }) => Math.max(most, acts), 0);
  }

  /** The best ids of a list, so many of them. */
  top(figure: Figure, count = listLength): readonly number[] {
    return this.lists[figure].slice(0, count);
  }

  /** Acts on an item as far as known here; undefined for an item of neither list. */
  actsOn(id: number): number | undefined {
    return this.byId.get(id)?.acts;
  }
}
