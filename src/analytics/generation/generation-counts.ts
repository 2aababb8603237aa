import type { Quantiles } from './quantiles.js';

/** How long a group of generations took; null where none is known. */
export interface Durations {
  readonly meanMs: number | null;
  readonly quantiles: Quantiles | null;
}

/** What became of a group of generations. */
export interface GenerationCounts extends Durations {
  readonly requests: number;
  readonly successes: number;
  readonly failures: number;
  readonly cancellations: number;
}
