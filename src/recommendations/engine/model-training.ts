import { trainAls, type AlsModel, type AlsOptions } from './als.js';
import type { OnProgress } from './cholesky.js';
import { trainEase, type EaseModel, type EaseParameters } from './ease.js';
import type { Measurement } from './evaluate.js';
import { toMatrix, type Events } from './events.js';
import type { Recency } from './history.js';
import { withSessions } from './sessions.js';

/** Everything a model is trained with. */
export type ModelTraining =
  | { readonly algorithm: 'ease'; readonly options: EaseParameters & { readonly sessionLength: number } }
  | { readonly algorithm: 'als'; readonly options: Omit<AlsOptions, 'onProgress'> };

/** Everything a model is trained and asked with. */
export type ModelChoice = ModelTraining & { readonly recency: Recency };

/** A choice, and how it did on the validation slice. */
export interface Candidate extends Measurement {
  readonly choice: ModelChoice;
}

/** Trains on all the events what was chosen. */
export function trainChoice(
  events: Events,
  { algorithm, options }: ModelTraining,
  onProgress?: OnProgress,
): EaseModel | AlsModel {
  if (algorithm === 'als') return trainAls(toMatrix(events), { ...options, onProgress });
  const { sessionLength, lambda } = options;
  return trainEase(toMatrix(withSessions(events, sessionLength)), { lambda, onProgress });
}
