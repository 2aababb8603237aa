import { positionsByUser, toMatrix, type Events } from './events.js';
import { fade, toHistory, unfading, type Acts, type Recency } from './history.js';
import type { History, ItemModel } from './item-model.js';
import { coverage, gini, hitRate, ndcg, novelty, recall, type Metrics } from './metrics.js';
import { userCounts } from './popularity.js';
import type { Split } from './split.js';
import { topN } from './top-n.js';

const listLength = 10;
const recallLength = 20;

/** A user to be ranked for, and the items that ought to come out on top. */
interface TestCase {
  /** As it is before it fades. */
  readonly history: History;
  readonly relevant: ReadonlySet<number>;
}

/** How good a model's lists are, and how good each user's is. */
export interface Measurement {
  readonly metrics: Metrics;
  /** NDCG@10 of each user with a test item, in the order of the users. */
  readonly ndcgs: Float64Array;
}

/**
 * Ranks the whole catalogue for each user from the train events, whose items are masked, and measures the ranking on the
 * test events. An item the user met in training is no test item; one that nobody met is, hard as it is to find. What does
 * not depend on the model is prepared once for all that are measured.
 */
export class Evaluation {
  private readonly cases: readonly TestCase[];
  private readonly usersOfItems: Float32Array;
  private readonly trainUsers: number;

  constructor(split: Split) {
    this.cases = testCases(split);
    this.usersOfItems = userCounts(toMatrix(split.train));
    this.trainUsers = new Set(split.train.users).size;
  }

  /** Users with a test item. */
  get users(): number {
    return this.cases.length;
  }

  measure(model: ItemModel, recency: Recency = unfading): Measurement {
    const scores = new Float32Array(model.itemCount);
    const timesListed = new Uint32Array(model.itemCount);
    const ndcgs = new Float64Array(this.users);
    const sums = { recallAt20: 0, hitRateAt10: 0, mrr: 0 };
    this.cases.forEach(({ history, relevant }, user) => {
      model.score(fade(history, recency), scores);
      for (const item of history.items) scores[item] = -Infinity;
      const ranked = topN(scores, recallLength);
      const isRelevant = Array.from(ranked, (item) => relevant.has(item));
      ndcgs[user] = ndcg(isRelevant, relevant.size, listLength);
      sums.recallAt20 += recall(isRelevant, relevant.size, recallLength);
      sums.hitRateAt10 += hitRate(isRelevant, listLength);
      sums.mrr += 1 / (1 + bestRank(relevant, scores));
      for (const item of ranked.subarray(0, listLength))
        timesListed[item] = (timesListed[item] as number) + 1;
    });
    const mean = (sum: number): number => (this.users === 0 ? 0 : sum / this.users);
    const metrics = {
      users: this.users,
      ndcgAt10: mean(ndcgs.reduce((sum, value) => sum + value, 0)),
      recallAt20: mean(sums.recallAt20),
      hitRateAt10: mean(sums.hitRateAt10),
      mrr: mean(sums.mrr),
      coverageAt10: coverage(timesListed),
      giniAt10: gini(timesListed),
      noveltyAt10: novelty(timesListed, this.usersOfItems, this.trainUsers),
    };
    return { metrics, ndcgs };
  }
}

/** Measures a single model. */
export function evaluate(model: ItemModel, split: Split, recency?: Recency): Metrics {
  return new Evaluation(split).measure(model, recency).metrics;
}

function testCases({ train, test }: Split): TestCase[] {
  const testPositions = positionsByUser(test);
  const cases: TestCase[] = [];
  positionsByUser(train).forEach((positions, user) => {
    const tested = testPositions[user];
    if (!tested?.length) return;
    const history = toHistory(actsAt(train, positions));
    const relevant = new Set(actsAt(test, tested).items);
    for (const item of history.items) relevant.delete(item);
    if (relevant.size > 0) cases.push({ history, relevant });
  });
  return cases;
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
