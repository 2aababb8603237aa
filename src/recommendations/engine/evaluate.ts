import { positionsByUser, toMatrix, type Events } from './events.js';
import { toHistory, unfading, type Acts, type Recency } from './history.js';
import type { History, ItemModel } from './item-model.js';
import { coverage, gini, hitRate, ndcg, novelty, recall, type Metrics } from './metrics.js';
import { trainPopularity } from './popularity.js';
import type { Split } from './split.js';
import { topN } from './top-n.js';

const listLength = 10;
const recallLength = 20;

/** A user to be ranked for, and the items that ought to come out on top. */
interface TestCase {
  readonly history: History;
  readonly relevant: ReadonlySet<number>;
}

/**
 * Ranks the whole catalogue for each user from the train events, whose items are masked, and measures the ranking on the
 * test events. An item the user met in training is no test item; one that nobody met is, hard as it is to find.
 */
export function evaluate(model: ItemModel, split: Split, recency: Recency = unfading): Metrics {
  const cases = testCases(split, recency);
  const scores = new Float32Array(model.itemCount);
  const timesListed = new Uint32Array(model.itemCount);
  const sums = { ndcgAt10: 0, recallAt20: 0, hitRateAt10: 0, mrr: 0 };
  for (const { history, relevant } of cases) {
    model.score(history, scores);
    for (const item of history.items) scores[item] = -Infinity;
    const ranked = topN(scores, recallLength);
    const isRelevant = Array.from(ranked, (item) => relevant.has(item));
    sums.ndcgAt10 += ndcg(isRelevant, relevant.size, listLength);
    sums.recallAt20 += recall(isRelevant, relevant.size, recallLength);
    sums.hitRateAt10 += hitRate(isRelevant, listLength);
    sums.mrr += 1 / (1 + bestRank(relevant, scores));
    for (const item of ranked.subarray(0, listLength)) timesListed[item] = (timesListed[item] as number) + 1;
  }
  const mean = (sum: number): number => (cases.length === 0 ? 0 : sum / cases.length);
  const { userCounts } = trainPopularity(toMatrix(split.train));
  return {
    users: cases.length,
    ndcgAt10: mean(sums.ndcgAt10),
    recallAt20: mean(sums.recallAt20),
    hitRateAt10: mean(sums.hitRateAt10),
    mrr: mean(sums.mrr),
    coverageAt10: coverage(timesListed),
    giniAt10: gini(timesListed),
    noveltyAt10: novelty(timesListed, userCounts, split.train.userCount),
  };
}

function testCases({ train, test }: Split, recency: Recency): TestCase[] {
  const testPositions = positionsByUser(test);
  const cases = positionsByUser(train).map((positions, user) => {
    const history = toHistory(actsAt(train, positions), recency);
    const relevant = new Set(actsAt(test, testPositions[user] ?? new Int32Array(0)).items);
    for (const item of history.items) relevant.delete(item);
    return { history, relevant };
  });
  return cases.filter(({ relevant }) => relevant.size > 0);
}

function actsAt({ items, weights, times }: Events, positions: Int32Array): Acts & { items: Int32Array } {
  return {
    items: positions.map((position) => items[position] as number),
    weights: Float32Array.from(positions, (position) => weights[position] as number),
    times: Float64Array.from(positions, (position) => times[position] as number),
  };
}

/** Rank, from 0, of the relevant item that stands highest; of equal scores the lower index does. */
function bestRank(relevant: ReadonlySet<number>, scores: Float32Array): number {
  let best = -1;
  for (const item of relevant) {
    const [score, bestScore] = [scores[item] as number, scores[best] ?? -Infinity];
    if (best < 0 || score > bestScore || (score === bestScore && item < best)) best = item;
  }
  const bestScore = scores[best] as number;
  let rank = 0;
  scores.forEach((score, item) => {
    if (score > bestScore || (score === bestScore && item < best)) rank += 1;
  });
  return rank;
}
