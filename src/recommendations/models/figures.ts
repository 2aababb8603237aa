import type { Metrics } from '../engine/metrics.js';

/** Metrics as they are printed and handed over: by the names the literature gives them. */
export type Figures = Readonly<Record<string, number>>;

export function toFigures(metrics: Metrics): Figures {
  return {
    users: metrics.users,
    ndcg_at_10: metrics.ndcgAt10,
    recall_at_20: metrics.recallAt20,
    hit_rate_at_10: metrics.hitRateAt10,
    mrr: metrics.mrr,
    coverage_at_10: metrics.coverageAt10,
    gini_at_10: metrics.giniAt10,
    novelty_at_10: metrics.noveltyAt10,
  };
}
