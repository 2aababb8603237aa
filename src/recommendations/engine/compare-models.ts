import { chooseItemKnn, choosePopularity } from './baselines.js';
import { Evaluation } from './evaluate.js';
import { toMatrix, type Events } from './events.js';
import { unfading, type Recency } from './history.js';
import type { ItemModel } from './item-model.js';
import { trainItemKnn } from './item-knn.js';
import type { Metrics } from './metrics.js';
import { chooseCandidate, trainChoice, type SelectionOptions } from './model-selection.js';
import { trainPopularity } from './popularity.js';
import { kindOfSplit, type Split, type SplitKind } from './split.js';
import { Validation, type ValidationOptions } from './validation.js';

/** How one model did on the test slice. */
export interface ComparedModel {
  readonly model: ComparedName;
  /** What was chosen on the validation slice. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Users of the validation slice; with 0 nothing could be tried, and the parameters are but the usual ones. */
  readonly validationUsers: number;
  readonly metrics: Metrics;
  /** Choosing parameters, where there are any, and training with them. */
  readonly seconds: number;
}

export type ComparedName = 'popularity' | 'item-knn' | 'ease' | 'als';

export interface CompareOptions extends Omit<ValidationOptions, 'split'> {
  readonly models: readonly ComparedName[];
  /** How the test events were held out, and the validation slice is to be; seen from their times unless told. */
  readonly split?: SplitKind;
  readonly onProgress?: SelectionOptions['onProgress'];
}

/** A model ready to be asked. */
interface Contender {
  readonly model: ItemModel;
  readonly parameters: Readonly<Record<string, number>>;
  readonly recency: Recency;
}

/** What a contender is made of. */
interface Ground {
  readonly train: Events;
  /** Of these. */
  readonly validation: Validation;
  readonly onProgress: SelectionOptions['onProgress'];
}

/**
 * Trains each model on the train events, with parameters chosen among these alone, and measures it on the test events.
 */
export function compareModels(split: Split, options: CompareOptions): ComparedModel[] {
  const { models, onProgress } = options;
  const { train } = split;
  const validation = new Validation(train, { ...options, split: options.split ?? kindOfSplit(split) });
  const evaluation = new Evaluation(split);
  return models.map((name, index) => {
    const tell = (done: number, doing: string): void => onProgress?.((index + done) / models.length, doing);
    tell(0, name);
    const startedAt = performance.now();
    const { model, parameters, recency } = contenders[name]({ train, validation, onProgress: tell });
    const seconds = (performance.now() - startedAt) / 1000;
    tell(1, name);
    const { metrics } = evaluation.measure(model, recency);
    return { model: name, parameters, validationUsers: validation.judges.length, metrics, seconds };
  });
}

const contenders: Record<ComparedName, (ground: Ground) => Contender> = {
  popularity: ({ train, validation }) => {
    const { measure } = choosePopularity(validation);
    const parameters: Contender['parameters'] = measure === 'weights' ? { byWeights: 1 } : {};
    return { model: trainPopularity(toMatrix(train), measure), parameters, recency: unfading };
  },
  'item-knn': ({ train, validation }) => {
    const { neighbours, recency } = chooseItemKnn(validation);
    const model = trainItemKnn(toMatrix(train), { neighbours });
    return { model, parameters: { neighbours, ...finite(recency) }, recency };
  },
  ease: (ground) => contenderOf('ease', ground),
  als: (ground) => contenderOf('als', ground),
};

function contenderOf(family: 'ease' | 'als', { train, validation, onProgress }: Ground): Contender {
  const { choice } = chooseCandidate(family, validation, onProgress);
  const { recency, options } = choice;
  return { model: trainChoice(train, choice), parameters: { ...options, ...finite(recency) }, recency };
}

function finite(recency: Recency): Partial<Recency> {
  return Number.isFinite(recency.halfLifeItems) ? recency : {};
}
