import { Evaluation, type Measurement } from './evaluate.js';
import { selectEvents, type Events } from './events.js';
import type { Recency } from './history.js';
import type { ItemModel } from './item-model.js';
import { seededRandom } from './random.js';
import { moveRandomToEnd, splitEvents, type Split, type SplitKind } from './split.js';

export interface ValidationOptions {
  /** How the validation slice is held out, and how much of each user's events: as the test slice was. */
  readonly split: SplitKind;
  readonly share?: number;
  readonly seed?: number;
  /** That slice and the rest, where the train events were made of something that had to be split before. */
  readonly slice?: Split;
}

/** Some of the users who judge, by their places in a measurement. */
export type Judges = Int32Array;

/** Users a candidate is tried on: more change next to nothing, and take longer than the training. */
const mostJudges = 2000;

const halvingSeed = 1;

/** A part of the train events that is held out to judge candidates by, and the rest, which they are trained on. */
export class Validation {
  readonly train: Events;
  /** Among events held out at random none is the next one, and a history that fades has nothing to say of them. */
  readonly isTimely: boolean;
  readonly test: Events;
  private readonly evaluation: Evaluation;

  constructor(events: Events, { split, share, seed, slice }: ValidationOptions) {
    const { train, test } = slice ?? splitEvents(events, split, { share, seed });
    this.train = train;
    this.test = eventsOfSome(test, mostJudges);
    this.isTimely = split === 'temporal';
    this.evaluation = new Evaluation(this);
  }

  get judges(): Judges {
    return Int32Array.from({ length: this.evaluation.users }, (_, judge) => judge);
  }

  /** The judges in two halves, drawn rather than taken in turn: the order of users may mean something. */
  get halves(): readonly [Judges, Judges] {
    const { judges } = this;
    const middle = judges.length >> 1;
    moveRandomToEnd(judges, middle, seededRandom(halvingSeed));
    return [judges.slice(0, middle).sort(), judges.slice(middle).sort()];
  }

  measure(model: ItemModel, recency?: Recency): Measurement {
    return this.evaluation.measure(model, recency);
  }
}

/** The events of so many users, evenly picked from all. */
function eventsOfSome(events: Events, most: number): Events {
  const users = [...new Set(events.users)];
  const stride = Math.max(1, users.length / most);
  const picked = new Set(
    Array.from({ length: Math.min(most, users.length) }, (_, i) => users[Math.floor(i * stride)]),
  );
  const positions = Array.from(events.users.keys()).filter((i) => picked.has(events.users[i]));
  return selectEvents(events, positions);
}
