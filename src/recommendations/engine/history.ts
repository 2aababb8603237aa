import type { History } from './item-model.js';

/** What one user did, an item as often as the user met it. */
export interface Acts {
  readonly items: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  /** Milliseconds. */
  readonly times: ArrayLike<number>;
}

/** How a history fades. */
export interface Recency {
  /** Number of items met later after which one counts half; infinite for never. */
  readonly halfLifeItems: number;
}

export const unfading: Recency = { halfLifeItems: Infinity };

/** The history a model scores from: each item once, its weights added up, the item met last first. */
export function toHistory(acts: Acts, recency: Recency = unfading): History {
  const latestFirst = Array.from({ length: acts.items.length }, (_, i) => i);
  latestFirst.sort((a, b) => (acts.times[b] as number) - (acts.times[a] as number) || b - a);
  const sums = new Map<number, number>();
  for (const i of latestFirst) {
    const item = acts.items[i] as number;
    sums.set(item, (sums.get(item) ?? 0) + (acts.weights[i] as number));
  }
  const history = { items: Int32Array.from(sums.keys()), weights: Float32Array.from(sums.values()) };
  return fade(history, recency);
}

/**
 * Lets a history fade whose item met last comes first.
 *
 * What somebody did last says more of what comes next. Age is counted in items met since rather than in days, so that
 * a user who comes back after a year is not met as a stranger.
 */
export function fade({ items, weights }: History, { halfLifeItems }: Recency): History {
  return { items, weights: weights.map((weight, age) => weight * 2 ** (-age / halfLifeItems)) };
}
