import type { Metrics } from '../engine/metrics.js';

/** Whether a model may answer, or why not. */
export const Verdict = {
  Better: 'better-than-popularity',
  NotBetter: 'not-better-than-popularity',
  TooFewJudges: 'too-few-judges',
  SameAsWithdrawn: 'same-as-withdrawn',
  OlderThanActive: 'older-than-active',
} as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/** How a model did on the validation slice, beside the two baselines. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly model: Metrics;
  readonly popularity: Metrics;
  readonly itemKnn: Metrics;
}
