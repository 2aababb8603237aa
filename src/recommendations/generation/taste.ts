import type { ContentType } from '../../content/content-kind.js';
import type { ActedItem, TasteRow } from './taste.queries.js';

/** What a user likes, as far as it is known, in figures that candidates are compared with. */
export class Taste {
  /** Weight of each tag relative to the favourite, from −1 to 1; a rare tag tells more than one that is everywhere. */
  readonly tags: ReadonlyMap<number, number>;
  private readonly types: Partial<Record<ContentType, number>>;

  constructor(private readonly row: TasteRow) {
    this.tags = weighTags(row);
    const total = Object.values(row.types).reduce((sum, signal) => sum + signal, 0);
    this.types = Object.fromEntries(
      Object.entries(row.types).map(([type, signal]) => [type, total > 0 ? signal / total : 0]),
    );
  }

  /** Items the user acted on, latest first, with the sum of the signals. */
  get items(): readonly ActedItem[] {
    return this.row.items;
  }

  /** Items whose acts say that the user likes them. */
  get likedItems(): readonly ActedItem[] {
    return this.row.items.filter(({ signal }) => signal > 0);
  }

  /** Nothing to go by: the user is answered as anybody would be. */
  get isUnknown(): boolean {
    return this.likedItems.length === 0 && ![...this.tags.values()].some((weight) => weight > 0);
  }

  /** The tags liked most, most first. */
  favoriteTags(count: number): number[] {
    return [...this.tags]
      .filter(([, weight]) => weight > 0)
      .sort(([keyA, a], [keyB, b]) => b - a || keyA - keyB)
      .slice(0, count)
      .map(([key]) => key);
  }

  /** Mean weight of an item's tags, 0 to 1. */
  tagAffinity(tagKeys: readonly number[]): number {
    if (tagKeys.length === 0) return 0;
    const sum = tagKeys.reduce((total, key) => total + (this.tags.get(key) ?? 0), 0);
    return Math.max(0, sum / tagKeys.length);
  }

  /** Share of what the user liked that was of this kind. */
  typeAffinity(type: ContentType): number {
    return this.types[type] ?? 0;
  }
}

/** Signals times inverse document frequency (Spärck Jones 1972), divided by the largest liking. */
function weighTags({ tags, contentCount }: TasteRow): Map<number, number> {
  const weights = tags.map(([key, signal, carriers]): [number, number] => [
    key,
    signal * Math.log1p(contentCount / Math.max(1, carriers)),
  ]);
  const largest = weights.reduce((most, [, weight]) => Math.max(most, weight), 0);
  const relative = (weight: number): number =>
    largest > 0 ? Math.max(-1, weight / largest) : Math.sign(weight);
  return new Map(weights.map(([key, weight]) => [key, relative(weight)]));
}
