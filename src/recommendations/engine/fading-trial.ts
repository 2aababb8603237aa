import { climb } from './climb.js';
import type { Measurement } from './evaluate.js';
import type { Recency } from './history.js';
import type { ItemModel } from './item-model.js';
import { halfLifeItems } from './parameter-ladders.js';
import type { Judges, Validation } from './validation.js';

/** How a model does with histories that fade in some way. */
export interface FadingMeasurement extends Measurement {
  readonly recency: Recency;
}

/** A trained model in search of the half-life of histories that suits it; each is measured once, whoever asks. */
export class FadingTrial {
  private readonly measured = new Map<number, FadingMeasurement>();

  constructor(
    private readonly validation: Validation,
    private readonly model: ItemModel,
  ) {}

  /** What these judges like best; unfading where nothing comes next. */
  bestFor(judges: Judges): FadingMeasurement {
    if (!this.validation.isTimely) return this.measure(Infinity);
    return this.measure(climb(halfLifeItems, (halfLife) => meanNdcg(this.measure(halfLife), judges)));
  }

  private measure(halfLife: number): FadingMeasurement {
    const known = this.measured.get(halfLife);
    if (known) return known;
    const recency = { halfLifeItems: halfLife };
    const measurement = { ...this.validation.measure(this.model, recency), recency };
    this.measured.set(halfLife, measurement);
    return measurement;
  }
}

/** NDCG@10 on the mean of some judges. */
export function meanNdcg({ ndcgs }: Measurement, judges: Judges): number {
  return judges.reduce((sum, judge) => sum + (ndcgs[judge] as number), 0) / Math.max(1, judges.length);
}
