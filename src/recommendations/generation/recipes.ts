import type { SourceName } from './sources/recommendation-source.js';

/** What a score is made of, each from 0 to 1. */
export interface Components {
  /** Mean weight of the item's tags to the user. */
  readonly tag: number;
  /** Share of the user's liking that went to this kind of content. */
  readonly type: number;
  /** What those who acted alike say: the model's score relative to its best. */
  readonly collab: number;
  readonly quality: number;
  readonly popularity: number;
  readonly recency: number;
}

/** Where candidates come from, in the order they are asked, and how they are weighed. */
export interface Recipe {
  readonly chain: readonly SourceName[];
  readonly weights: Components;
}

/** The weights of contract §4.8. */
const recipes = {
  content: {
    chain: ['tags', 'trending', 'recent'],
    weights: { tag: 0.55, type: 0.2, collab: 0, quality: 0.15, popularity: 0, recency: 0.1 },
  },
  collab: {
    chain: ['model', 'fold-in', 'trending', 'recent'],
    weights: { tag: 0, type: 0, collab: 0.75, quality: 0.15, popularity: 0.1, recency: 0 },
  },
  popular: {
    chain: ['popular', 'recent'],
    weights: { tag: 0, type: 0, collab: 0, quality: 0.25, popularity: 0.65, recency: 0.1 },
  },
  hybrid: {
    chain: ['model', 'fold-in', 'tags', 'trending', 'recent'],
    weights: { tag: 0.3, type: 0.1, collab: 0.25, quality: 0.15, popularity: 0.1, recency: 0.1 },
  },
  cold: {
    chain: ['trending', 'recent'],
    weights: { tag: 0, type: 0, collab: 0, quality: 0.5, popularity: 0.3, recency: 0.2 },
  },
} as const satisfies Record<string, Recipe>;

const named = ['content', 'collab', 'popular'] as const;

/** The recipe an algorithm label names, `content` before `collab` before `popular`, else the hybrid; only what is popular needs no taste. */
export function recipeFor(label: string, isUnknown: boolean): Recipe {
  const name = named.find((part) => label.toLowerCase().includes(part)) ?? 'hybrid';
  return recipes[isUnknown && name !== 'popular' ? 'cold' : name];
}
