/**
 * Chooses what a model is trained with by trying it on a validation slice: events held out of the train events as the
 * test events were held out of everything. The test events are never seen here.
 */
import { chooseItemKnn, choosePopularity } from './baselines.js';
import { searchCandidates, type Family, type OnSearch, type Search } from './candidate-search.js';
import type { Measurement } from './evaluate.js';
import type { Events } from './events.js';
import type { Metrics } from './metrics.js';
import type { Candidate } from './model-training.js';
import { isAboveZero } from './paired-test.js';
import { Validation, type Judges, type ValidationOptions } from './validation.js';

export { trainChoice, type Candidate, type ModelChoice, type ModelTraining } from './model-training.js';

export interface SelectionOptions extends ValidationOptions {
  /** EASE up to so many items, ALS above. */
  readonly easeMaxItems: number;
  readonly onProgress?: OnSearch;
}

export interface Selection {
  /** The candidate with the best NDCG@10 on the validation slice. */
  readonly best: Candidate;
  /** Every training that was tried, in that order, with the fading that suits it best. */
  readonly candidates: readonly Candidate[];
  /** By the number of users or by their weights, whichever is better on the validation slice. */
  readonly popularity: Metrics;
  /** With the neighbours and the fading that are best on the validation slice. */
  readonly itemKnn: Metrics;
  /** Whether NDCG@10 is higher than that of popularity by more than chance explains. */
  readonly beatsPopularity: boolean;
}

/** Tries a few candidates on a validation slice of the train events. */
export function selectModel(train: Events, options: SelectionOptions): Selection {
  const { easeMaxItems, onProgress } = options;
  const validation = new Validation(train, options);
  const { judges, halves } = validation;
  const popularity = choosePopularity(validation);
  const family = train.itemCount <= easeMaxItems ? 'ease' : 'als';
  const [all, ...ofHalves] = searchCandidates(family, validation, [judges, ...halves], onProgress);
  const { best, candidates } = all as Search;
  return {
    best,
    candidates,
    popularity: popularity.metrics,
    itemKnn: chooseItemKnn(validation).metrics,
    beatsPopularity: isAboveZero(crossDifferences(ofHalves, halves, popularity)),
  };
}

/** The best candidate of a family alone. */
export function chooseCandidate(family: Family, validation: Validation, onProgress?: OnSearch): Candidate {
  const [search] = searchCandidates(family, validation, [validation.judges], onProgress);
  return (search as Search).best;
}

/**
 * By how much each judge is better served than by popularity, in NDCG@10, by what the other half of the judges chose.
 *
 * The best of some twenty candidates is above popularity by luck about every other time, by the figures of those who
 * chose it. So nobody judges a choice in which they had a say (two-fold cross-fitting), and the differences are paired by
 * user, since users differ far more than models do. The test is one-sided: a model that is worse is as little wanted as
 * one that is the same. Popularity alone is the better of two by all figures, which can only make it harder to beat.
 */
function crossDifferences(
  [first, second]: readonly Search[],
  [firstHalf, secondHalf]: readonly [Judges, Judges],
  popularity: Measurement,
): number[] {
  const differences = ({ best }: Search, judges: Judges): number[] =>
    Array.from(judges, (judge) => (best.ndcgs[judge] as number) - (popularity.ndcgs[judge] as number));
  return [...differences(first as Search, secondHalf), ...differences(second as Search, firstHalf)];
}
