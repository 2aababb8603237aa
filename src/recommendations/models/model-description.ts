import type { Recency } from '../engine/history.js';
import type { ModelArrays } from '../engine/model-arrays.js';
import type { Judgement } from './judgement.js';
import type { ArrayShape } from './model-parts.js';

/** How many of each a model was trained on: of what it learned, not of what there was to read. */
export interface TrainingCounts {
  readonly users: number;
  readonly items: number;
  /** All that a user did with an item is one, if the user likes it on the whole. */
  readonly interactions: number;
}

/** What there is to know of a model besides its numbers. */
export interface ModelDescription {
  readonly algorithm: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly recency: Recency;
  /** When the newest interaction was made that went into the training. */
  readonly trainedUntil: Date;
  readonly counts: TrainingCounts;
  readonly judgement: Judgement;
}

/** The numbers of a model, and which item each of its indices stands for. */
export interface ModelNumbers {
  readonly model: ModelArrays;
  /** Ascending. */
  readonly itemIds: Int32Array;
}

/** The column `parameters`: JSON knows no infinity, which is what no fading is. */
export interface StoredParameters {
  readonly trained_with: Readonly<Record<string, number>>;
  readonly half_life_items: number | null;
  readonly trained_until: string;
  /** Empty when the arrays were never stored. */
  readonly arrays: readonly ArrayShape[];
}

/** @param numbers undefined when only what the model is like is kept */
export function toStoredParameters(
  { parameters, recency, trainedUntil }: ModelDescription,
  numbers?: { readonly model: ModelArrays; readonly shapes: readonly ArrayShape[] },
): StoredParameters {
  const { halfLifeItems } = recency;
  return {
    trained_with: { ...parameters, ...numbers?.model.parameters },
    half_life_items: Number.isFinite(halfLifeItems) ? halfLifeItems : null,
    trained_until: trainedUntil.toISOString(),
    arrays: numbers?.shapes ?? [],
  };
}

export function recencyOf({ half_life_items: halfLifeItems }: StoredParameters): Recency {
  return { halfLifeItems: halfLifeItems ?? Infinity };
}
