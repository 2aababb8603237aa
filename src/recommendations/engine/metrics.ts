/**
 * What a ranked list is worth, relevance being a matter of yes or no. `isRelevant[r]` tells whether the item on rank r,
 * from 0, is one of the user's test items.
 */

/** How good a model's lists are. The first four are means over users with at least one test item. */
export interface Metrics {
  /** Users with at least one test item. */
  readonly users: number;
  readonly ndcgAt10: number;
  readonly recallAt20: number;
  readonly hitRateAt10: number;
  readonly mrr: number;
  /** Of the users' ten best. */
  readonly coverageAt10: number;
  readonly giniAt10: number;
  readonly noveltyAt10: number;
}

/**
 * Σ 1/log₂(r + 2) over the relevant of the first `n` ranks, to that of the best list there could be: K. Järvelin,
 * J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002.
 */
export function ndcg(isRelevant: readonly boolean[], relevantCount: number, n: number): number {
  const discount = (rank: number): number => 1 / Math.log2(rank + 2);
  let [gain, ideal] = [0, 0];
  for (let rank = 0; rank < n; rank++) {
    if (isRelevant[rank]) gain += discount(rank);
    if (rank < relevantCount) ideal += discount(rank);
  }
  return gain / ideal;
}

/** Part of the user's test items that is among the first `n`. */
export function recall(isRelevant: readonly boolean[], relevantCount: number, n: number): number {
  return countRelevant(isRelevant, n) / relevantCount;
}

/** 1 when a test item is among the first `n`, else 0: M. Deshpande, G. Karypis, ACM TOIS 22(1), 2004. */
export function hitRate(isRelevant: readonly boolean[], n: number): number {
  return countRelevant(isRelevant, n) > 0 ? 1 : 0;
}

function countRelevant(isRelevant: readonly boolean[], n: number): number {
  return isRelevant.slice(0, n).filter(Boolean).length;
}

/** Part of all items that was listed at least once: M. Ge et al., "Beyond Accuracy", RecSys 2010. */
export function coverage(timesListed: Uint32Array): number {
  return timesListed.filter((times) => times > 0).length / timesListed.length;
}

/**
 * How unequally the lists are spread over n items, 0 evenly and 1 all on one: Σ (2j − n − 1) pⱼ / (n − 1), pⱼ being an
 * item's part of all places, in ascending order: G. Shani, A. Gunawardana, "Evaluating Recommendation Systems", 2011.
 */
export function gini(timesListed: Uint32Array): number {
  const n = timesListed.length;
  let [weighted, all] = [0, 0];
  timesListed
    .slice()
    .sort()
    .forEach((times, index) => {
      weighted += (2 * (index + 1) - n - 1) * times;
      all += times;
    });
  return all === 0 || n < 2 ? 0 : weighted / all / (n - 1);
}

/**
 * Mean of −log₂(share of users who met the item) over all places of the lists: T. Zhou et al., "Solving the apparent
 * diversity-accuracy dilemma of recommender systems", PNAS 107(10), 2010. An item nobody met counts as met by one.
 */
export function novelty(timesListed: Uint32Array, userCounts: ArrayLike<number>, users: number): number {
  let [information, all] = [0, 0];
  timesListed.forEach((times, item) => {
    information -= times * Math.log2(Math.max(1, userCounts[item] as number) / users);
    all += times;
  });
  return all === 0 ? 0 : information / all;
}
