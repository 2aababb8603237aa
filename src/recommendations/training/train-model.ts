import type { Events } from '../engine/events.js';
import { toArrays } from '../engine/model-arrays.js';
import { type Selection, selectModel, trainChoice } from '../engine/model-selection.js';
import { type Judgement, Verdict } from '../models/judgement.js';
import type { ModelDescription, ModelNumbers, TrainingCounts } from '../models/model-description.js';
import type { InteractionColumns } from './interaction-columns.js';
import { toTrainingSet, type TrainingSetOptions } from './training-set.js';
import { toValidationSlice } from './validation-slice.js';

/** Fewer than these teach nothing that popularity does not know. */
export const leastToLearnFrom: TrainingCounts = { users: 20, items: 20, interactions: 200 };
/** With fewer users in the validation slice, which model is better is chance. */
export const leastJudges = 20;

export interface TrainingSettings extends TrainingSetOptions {
  /** EASE up to so many items, ALS above. */
  readonly easeMaxItems: number;
}

export type TrainingProgress = (share: number, doing: string) => void;

/** A model that was chosen, and how good it is. */
export interface JudgedTraining {
  readonly kind: 'judged';
  readonly description: ModelDescription;
  /** Only of a model that may answer: the others need not be trained to the end. */
  readonly numbers: ModelNumbers | undefined;
}

/** What came of the numeric part of a training. */
export type TrainingResult =
  { readonly kind: 'too-little'; readonly counts: TrainingCounts } | JudgedTraining;

/** About how much of the time goes into choosing: as many trainings as there are candidates, beside the last one. */
const selectionShare = 0.85;

function countsOf({ users, itemCount }: Events): TrainingCounts {
  return { users: new Set(users).size, items: itemCount, interactions: users.length };
}

function isTooLittle(counts: TrainingCounts): boolean {
  return (
    counts.users < leastToLearnFrom.users ||
    counts.items < leastToLearnFrom.items ||
    counts.interactions < leastToLearnFrom.interactions
  );
}

function judge({ best, popularity, itemKnn, beatsPopularity }: Selection): Judgement {
  const figures = { model: best.metrics, popularity, itemKnn };
  if (best.metrics.users < leastJudges) return { verdict: Verdict.TooFewJudges, ...figures };
  return { verdict: beatsPopularity ? Verdict.Better : Verdict.NotBetter, ...figures };
}

function part(onProgress: TrainingProgress, from: number, to: number): TrainingProgress {
  return (share, doing) => {
    onProgress(from + share * (to - from), doing);
  };
}

/**
 * Chooses a model on what each user came to last, and trains the chosen one on all of them if it may answer. The same
 * acts under the same settings give the same model, bit for bit.
 */
export function trainModel(
  columns: InteractionColumns,
  settings: TrainingSettings,
  onProgress: TrainingProgress = () => undefined,
): TrainingResult {
  const set = toTrainingSet(columns, settings);
  const counts = countsOf(set.events);
  if (isTooLittle(counts)) return { kind: 'too-little', counts };
  const selection = selectModel(set.events, {
    easeMaxItems: settings.easeMaxItems,
    split: 'temporal',
    slice: toValidationSlice(columns, settings),
    onProgress: part(onProgress, 0, selectionShare),
  });
  const judgement = judge(selection);
  const { choice } = selection.best;
  const description = {
    algorithm: choice.algorithm,
    parameters: { ...choice.options },
    recency: choice.recency,
    trainedUntil: new Date(set.trainedUntil),
    counts,
    judgement,
  };
  if (judgement.verdict !== Verdict.Better) return { kind: 'judged', description, numbers: undefined };
  const training = part(onProgress, selectionShare, 1);
  const model = trainChoice(set.events, choice, (share) => {
    training(share, `training ${choice.algorithm}`);
  });
  return { kind: 'judged', description, numbers: { model: toArrays(model), itemIds: set.itemIds } };
}
