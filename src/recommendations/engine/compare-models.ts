import { climb } from './climb.js';
import { evaluate } from './evaluate.js';
import { toMatrix, type Events } from './events.js';
import { unfading, type Recency } from './history.js';
import type { ItemModel } from './item-model.js';
import { trainItemKnn } from './item-knn.js';
import type { Metrics } from './metrics.js';
import { selectModel, trainChoice, type SelectionOptions } from './model-selection.js';
import { knnNeighbours } from './parameter-ladders.js';
import { trainPopularity } from './popularity.js';
import { kindOfSplit, type Split, type SplitKind } from './split.js';
import { Validation, type ValidationOptions } from './validation.js';

/** How one model did on the test slice. */
export interface ComparedModel {
  readonly model: ComparedName;
  /** What was chosen on the validation slice. */
  readonly parameters: Readonly<Record<string, number>>;
  readonly metrics: Metrics;
  /** Choosing parameters, where there are any, and training with them. */
  readonly seconds: number;
}

export type ComparedName = 'popularity' | 'item-knn' | 'ease' | 'als';

export interface CompareOptions {
  readonly models: readonly ComparedName[];
  /** How the test events were held out, and validation slices are to be; seen from their times unless told. */
  readonly split?: SplitKind;
  readonly seed?: number;
  readonly onProgress?: SelectionOptions['onProgress'];
}

/** A model ready to be asked. */
interface Contender {
  readonly model: ItemModel;
  readonly parameters: Readonly<Record<string, number>>;
  readonly recency: Recency;
}

/**
 * Trains each model on the train events, with parameters chosen among these alone, and measures it on the test events.
 */
export function compareModels(split: Split, options: CompareOptions): ComparedModel[] {
  const { models, split: kind = kindOfSplit(split), seed, onProgress } = options;
  return models.map((name, index) => {
    const tell = (share: number, doing: string): void => onProgress?.((index + share) / models.length, doing);
    tell(0, name);
    const startedAt = performance.now();
    const { model, parameters, recency } = contenders[name](split.train, {
      split: kind,
      seed,
      onProgress: tell,
    });
    const seconds = (performance.now() - startedAt) / 1000;
    tell(1, name);
    return { model: name, parameters, metrics: evaluate(model, split, recency), seconds };
  });
}

type ContenderOptions = Omit<SelectionOptions, 'easeMaxItems'>;

const contenders: Record<ComparedName, (train: Events, options: ContenderOptions) => Contender> = {
  popularity: (train) => ({ model: trainPopularity(toMatrix(train)), parameters: {}, recency: unfading }),
  'item-knn': (train, options) => chooseItemKnn(train, options),
  ease: (train, options) => choose(train, { ...options, easeMaxItems: Infinity }),
  als: (train, options) => choose(train, { ...options, easeMaxItems: -1 }),
};

function chooseItemKnn(train: Events, options: ValidationOptions): Contender {
  const validation = new Validation(train, options);
  const matrix = toMatrix(validation.train);
  const neighbours = climb(
    knnNeighbours,
    (value) => validation.measure(trainItemKnn(matrix, { neighbours: value })).ndcgAt10,
  );
  const parameters = { neighbours };
  return { model: trainItemKnn(toMatrix(train), parameters), parameters, recency: unfading };
}

function choose(train: Events, options: SelectionOptions): Contender {
  const { choice } = selectModel(train, options).best;
  const { recency } = choice;
  const fading = Number.isFinite(recency.halfLifeItems) ? { ...recency } : {};
  return { model: trainChoice(train, choice), parameters: { ...choice.options, ...fading }, recency };
}
