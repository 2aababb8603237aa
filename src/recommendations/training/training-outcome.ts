import { toFigures } from '../models/figures.js';
import type { ModelDescription, TrainingCounts } from '../models/model-description.js';

/** What a training led to. */
export type TrainingOutcome =
  | { readonly kind: 'under-way' }
  | { readonly kind: 'too-little'; readonly counts: TrainingCounts }
  | {
      readonly kind: 'judged';
      readonly modelId: number;
      readonly isPublished: boolean;
      readonly description: ModelDescription;
    };

/** The same for programs: as the result of a job, and on the output of a command. */
export function toOutcomeJson(outcome: TrainingOutcome): Record<string, unknown> {
  if (outcome.kind === 'under-way') return { outcome: 'already-under-way' };
  if (outcome.kind === 'too-little') return { outcome: 'too-little-to-learn-from', ...outcome.counts };
  const { modelId, isPublished, description } = outcome;
  const { algorithm, parameters, recency, trainedUntil, counts, judgement } = description;
  return {
    outcome: isPublished ? 'published' : 'not-published',
    reason: judgement.verdict,
    model_id: modelId,
    algorithm,
    parameters: { ...parameters, half_life_items: recency.halfLifeItems },
    ...counts,
    trained_until: trainedUntil.toISOString(),
    validation: {
      model: toFigures(judgement.model),
      popularity: toFigures(judgement.popularity),
      item_knn: toFigures(judgement.itemKnn),
    },
  };
}
