import { evaluate } from './evaluate.js';
import { selectEvents, type Events } from './events.js';
import { unfading, type Recency } from './history.js';
import type { ItemModel } from './item-model.js';
import type { Metrics } from './metrics.js';
import { splitEvents, type SplitKind } from './split.js';

export interface ValidationOptions {
  /** How the validation slice is held out: as the test slice was. */
  readonly split: SplitKind;
  readonly seed?: number;
}

/** Users a candidate is tried on: more change next to nothing, and take longer than the training. */
const mostJudges = 2000;

/** A part of the train events that is held out to judge candidates by, and the rest, which they are trained on. */
export class Validation {
  readonly train: Events;
  /** Among events held out at random none is the next one, and a history that fades has nothing to say of them. */
  readonly isTimely: boolean;
  readonly test: Events;

  constructor(events: Events, { split, seed }: ValidationOptions) {
    const { train, test } = splitEvents(events, split, { seed });
    this.train = train;
    this.test = eventsOfSome(test, mostJudges);
    this.isTimely = split === 'temporal';
  }

  measure(model: ItemModel, recency: Recency = unfading): Metrics {
    return evaluate(model, this, recency);
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
