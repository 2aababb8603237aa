import type { ItemPopularity } from './popularity.queries.js';

/** Length of each top list; who has met so many popular items is shown others. */
export const listLength = 400;

/** What is popular and what is trending at one moment. */
export class PopularItems {
  private readonly byId: ReadonlyMap<number, ItemPopularity>;
  /** Acts on the most popular item. */
  readonly mostActs: number;

  constructor(private readonly items: readonly ItemPopularity[]) {
    this.byId = new Map(items.map((item) => [item.id, item]));
    this.mostActs = items.reduce((most, { acts }) => Math.max(most, acts), 0);
  }

  /** Ids with the highest figure first, of equals the newer item; none without any, such as what was only disliked. */
  top(figure: 'acts' | 'trending'): number[] {
    return this.items
      .filter((item) => item[figure] > 0)
      .sort((a, b) => b[figure] - a[figure] || b.id - a.id)
      .slice(0, listLength)
      .map(({ id }) => id);
  }

  /** Acts on an item as far as known here; undefined for an item of neither list. */
  actsOn(id: number): number | undefined {
    return this.byId.get(id)?.acts;
  }
}
