/** Climbs from one training to the next better one, for as many groups of judges as want a choice of their own. */
import { climb } from './climb.js';
import { FadingTrial, meanNdcg, type FadingMeasurement } from './fading-trial.js';
import { trainChoice, type Candidate, type ModelTraining } from './model-training.js';
import * as ladders from './parameter-ladders.js';
import type { Judges, Validation } from './validation.js';

export type OnSearch = (share: number, doing: string) => void;

export type Family = ModelTraining['algorithm'];

const alsIterations = 10;
const alsSeed = 1;

/** About as many as are trained before nothing gets better for anybody. */
const usualTrainings = 9;

/** What each group's climb met, one after the other; a training that several of them come by is done once. */
export function searchCandidates(
  family: Family,
  validation: Validation,
  groups: readonly Judges[],
  onProgress?: OnSearch,
): Search[] {
  const trials = new Trials(validation, groups, onProgress);
  return groups.map((judges, group) => {
    const search = new Search(trials, judges, group);
    if (family === 'ease') searchEase(search, meanSquare(validation.train.weights));
    else searchAls(search);
    return search;
  });
}

/** Trainings, each with the fading that suits each group of judges best. */
class Trials {
  private readonly done = new Map<string, readonly FadingMeasurement[]>();

  constructor(
    private readonly validation: Validation,
    private readonly groups: readonly Judges[],
    private readonly onProgress?: OnSearch,
  ) {}

  of(training: ModelTraining): readonly FadingMeasurement[] {
    const key = JSON.stringify(training);
    const known = this.done.get(key);
    if (known) return known;
    const { size } = this.done;
    this.onProgress?.(size / Math.max(usualTrainings, size + 1), `trying ${training.algorithm}`);
    // Every group's turn comes while the model is at hand: to keep all models would take gigabytes.
    const trial = new FadingTrial(this.validation, trainChoice(this.validation.train, training));
    const measured = this.groups.map((judges) => trial.bestFor(judges));
    this.done.set(key, measured);
    return measured;
  }
}

/** What one group of judges was shown, and liked best. */
export class Search {
  private readonly tried = new Map<FadingMeasurement, Candidate>();

  constructor(
    private readonly trials: Trials,
    private readonly judges: Judges,
    private readonly group: number,
  ) {}

  /** In the order they were tried. */
  get candidates(): readonly Candidate[] {
    return [...this.tried.values()];
  }

  /** The first of the best. */
  get best(): Candidate {
    const worth = (candidate: Candidate): number => meanNdcg(candidate, this.judges);
    return this.candidates.reduce((best, one) => (worth(one) > worth(best) ? one : best));
  }

  /** The best NDCG@10 that a model so trained reaches, however its histories fade. */
  worthOf(training: ModelTraining): number {
    const measured = this.trials.of(training)[this.group] as FadingMeasurement;
    const { recency, metrics, ndcgs } = measured;
    this.tried.set(measured, { choice: { ...training, recency }, metrics, ndcgs });
    return meanNdcg(measured, this.judges);
  }
}

function searchEase(search: Search, unit: number): void {
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

/** Of no values 1, as of values not scaled at all. */
function meanSquare(values: Float32Array): number {
  return values.length === 0 ? 1 : values.reduce((sum, value) => sum + value * value, 0) / values.length;
}
