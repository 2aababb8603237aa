import type { Metrics } from '../../src/recommendations/engine/metrics.js';
import { type Judgement, Verdict } from '../../src/recommendations/models/judgement.js';

const none: Metrics = {
  users: 0,
  ndcgAt10: 0,
  recallAt20: 0,
  hitRateAt10: 0,
  mrr: 0,
  coverageAt10: 0,
  giniAt10: 0,
  noveltyAt10: 0,
};

/** For a model that is to be served however good it is. */
export const unjudged: Judgement = { verdict: Verdict.Better, model: none, popularity: none, itemKnn: none };
