/** The models that a recommender has to be better than, each given as fair a chance on the validation slice. */
import { climb } from './climb.js';
import type { Measurement } from './evaluate.js';
import { toMatrix } from './events.js';
import { FadingTrial, type FadingMeasurement } from './fading-trial.js';
import { trainItemKnn } from './item-knn.js';
import { knnNeighbours } from './parameter-ladders.js';
import { trainPopularity, type PopularityMeasure } from './popularity.js';
import type { Validation } from './validation.js';

/** What makes an item popular, and how well that serves. */
export interface PopularityChoice extends Measurement {
  readonly measure: PopularityMeasure;
}

/** The better of the measures; the number of users where they are equal. */
export function choosePopularity(validation: Validation): PopularityChoice {
  const matrix = toMatrix(validation.train);
  const [byUsers, byWeights] = (['users', 'weights'] as const).map((measure) => ({
    ...validation.measure(trainPopularity(matrix, measure)),
    measure,
  })) as [PopularityChoice, PopularityChoice];
  return byWeights.metrics.ndcgAt10 > byUsers.metrics.ndcgAt10 ? byWeights : byUsers;
}

/** A number of neighbours, the fading that suits it, and how well that serves. */
export interface ItemKnnChoice extends FadingMeasurement {
  readonly neighbours: number;
}

/** The best number of neighbours with its best half-life. */
export function chooseItemKnn(validation: Validation): ItemKnnChoice {
  const { judges } = validation;
  const matrix = toMatrix(validation.train);
  const tried = new Map<number, ItemKnnChoice>();
  const worthOf = (neighbours: number): number => {
    const model = trainItemKnn(matrix, { neighbours });
    const best = { ...new FadingTrial(validation, model).bestFor(judges), neighbours };
    tried.set(neighbours, best);
    return best.metrics.ndcgAt10;
  };
  return tried.get(climb(knnNeighbours, worthOf)) as ItemKnnChoice;
}
