/**
 * Chooses what a model is trained with by trying it on a validation slice: events held out of the train events as the
 * test events were held out of everything. The test events are never seen here.
 */
import { trainAls, type AlsModel, type AlsOptions } from './als.js';
import type { OnProgress } from './cholesky.js';
import { climb } from './climb.js';
import { trainEase, type EaseModel, type EaseParameters } from './ease.js';
import { toMatrix, type Events } from './events.js';
import type { Recency } from './history.js';
import { trainItemKnn } from './item-knn.js';
import type { Metrics } from './metrics.js';
import * as ladders from './parameter-ladders.js';
import { trainPopularity } from './popularity.js';
import { withSessions } from './sessions.js';
import { Validation, type ValidationOptions } from './validation.js';

/** Everything a model is trained with. */
export type ModelTraining =
  | { readonly algorithm: 'ease'; readonly options: EaseParameters & { readonly sessionLength: number } }
  | { readonly algorithm: 'als'; readonly options: Omit<AlsOptions, 'onProgress'> };

/** Everything a model is trained and asked with. */
export type ModelChoice = ModelTraining & { readonly recency: Recency };

/** A choice, and how it did on the validation slice. */
export interface Candidate {
  readonly choice: ModelChoice;
  readonly metrics: Metrics;
}

export interface SelectionOptions extends ValidationOptions {
  /** EASE up to so many items, ALS above. */
  readonly easeMaxItems: number;
  readonly onProgress?: (share: number, doing: string) => void;
}

export interface Selection {
  /** The candidate with the best NDCG@10 on the validation slice. */
  readonly best: Candidate;
  /** Every candidate, in the order they were tried. */
  readonly candidates: readonly Candidate[];
  readonly popularity: Metrics;
  readonly itemKnn: Metrics;
  /** Whether the best candidate has a higher NDCG@10 than popularity. */
  readonly beatsPopularity: boolean;
}

const alsIterations = 10;
const alsSeed = 1;

/** About as many as are trained before nothing gets better. */
const usualTrainings = 7;

/** Tries a few candidates on a validation slice of the train events. */
export function selectModel(train: Events, options: SelectionOptions): Selection {
  const { easeMaxItems, onProgress } = options;
  const validation = new Validation(train, options);
  const matrix = toMatrix(validation.train);
  const popularity = validation.measure(trainPopularity(matrix));
  const itemKnn = validation.measure(trainItemKnn(matrix, { neighbours: ladders.knnNeighbours.first }));
  const search = new Search(validation, onProgress);
  if (train.itemCount <= easeMaxItems) searchEase(search);
  else searchAls(search);
  const { best, candidates } = search;
  const beatsPopularity = best.metrics.ndcgAt10 > popularity.ndcgAt10;
  return { best, candidates, popularity, itemKnn, beatsPopularity };
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

/** Everything that was tried on one validation slice. */
class Search {
  readonly candidates: Candidate[] = [];
  private readonly worths = new Map<string, number>();

  constructor(
    readonly validation: Validation,
    private readonly onProgress?: SelectionOptions['onProgress'],
  ) {}

  /** The first of the best. */
  get best(): Candidate {
    return this.candidates.reduce((best, one) => (one.metrics.ndcgAt10 > best.metrics.ndcgAt10 ? one : best));
  }

  /** The best NDCG@10 that a model so trained reaches, however its histories fade. */
  worthOf(training: ModelTraining): number {
    const key = JSON.stringify(training);
    const worth = this.worths.get(key) ?? this.tryTraining(training);
    this.worths.set(key, worth);
    return worth;
  }

  private tryTraining(training: ModelTraining): number {
    const done = this.worths.size;
    this.onProgress?.(done / Math.max(usualTrainings, done + 1), `trying ${training.algorithm}`);
    const model = trainChoice(this.validation.train, training);
    const tryFading = (halfLife: number): number => {
      const recency = { halfLifeItems: halfLife };
      const metrics = this.validation.measure(model, recency);
      this.candidates.push({ choice: { ...training, recency }, metrics });
      return metrics.ndcgAt10;
    };
    if (!this.validation.isTimely) return tryFading(Infinity);
    let worth = -Infinity;
    climb(ladders.halfLifeItems, (halfLife) => {
      const tried = tryFading(halfLife);
      worth = Math.max(worth, tried);
      return tried;
    });
    return worth;
  }
}

function searchEase(search: Search): void {
  const unit = meanSquare(search.validation.train.weights);
  const worthOf = (rung: number, sessionLength: number): number =>
    search.worthOf({
      algorithm: 'ease',
      options: { lambda: Number((rung * unit).toPrecision(6)), sessionLength },
    });
  const best = climb(ladders.easeLambda, (rung) => worthOf(rung, ladders.easeSessionLength.first));
  climb(ladders.easeSessionLength, (sessionLength) => worthOf(best, sessionLength));
}

function searchAls(search: Search): void {
  const worthOf = (regularization: number, alpha: number, factors: number): number => {
    const options = { factors, alpha, regularization, iterations: alsIterations, seed: alsSeed };
    return search.worthOf({ algorithm: 'als', options });
  };
  const { alsRegularization, alsAlpha, alsFactors } = ladders;
  const regularization = climb(alsRegularization, (value) =>
    worthOf(value, alsAlpha.first, alsFactors.first),
  );
  const alpha = climb(alsAlpha, (value) => worthOf(regularization, value, alsFactors.first));
  climb(alsFactors, (value) => worthOf(regularization, alpha, value));
}

function meanSquare(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value * value, 0) / Math.max(1, values.length);
}
