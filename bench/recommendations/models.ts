import type { ModelChoice } from '../../src/recommendations/engine/model-selection.js';

/** A model to serve from, with values such as a training chooses, so that a run need not choose again. */
export interface ModelCase {
  readonly name: string;
  /** Items it knows, at most: those of the most users. */
  readonly maxItems: number;
  readonly choice: ModelChoice;
}

const recency = { halfLifeItems: 50 };

export const modelCases: readonly ModelCase[] = [
  {
    name: 'als',
    maxItems: 20_000,
    choice: {
      algorithm: 'als',
      recency,
      options: { factors: 64, alpha: 10, regularization: 10, iterations: 5, seed: 1 },
    },
  },
  {
    name: 'ease',
    maxItems: 4000,
    choice: { algorithm: 'ease', recency, options: { lambda: 300, sessionLength: 60 } },
  },
];
