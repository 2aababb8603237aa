import { mergeRepeats, type Events } from '../../src/recommendations/engine/events.js';
import { seededRandom } from '../../src/recommendations/engine/random.js';

export interface RandomEventsOptions {
  readonly users: number;
  readonly items: number;
  /** Drawn, repeats included. */
  readonly events: number;
  readonly seed?: number;
}

/**
 * Users of a few tastes, each of which likes the items of the same remainder best and the first of them most; every user
 * and item once, weights from 1 to 2, times ascending.
 */
export function randomEvents({ users, items, events, seed = 1 }: RandomEventsOptions): Events {
  const random = seededRandom(seed);
  const tastes = 4;
  const [userOf, itemOf, weights] = [
    new Int32Array(events),
    new Int32Array(events),
    new Float32Array(events),
  ];
  for (let i = 0; i < events; i++) {
    const user = Math.floor(random() * users);
    const drawn = Math.floor(random() ** 2 * items);
    const ofTaste = drawn - (drawn % tastes) + (user % tastes);
    userOf[i] = user;
    itemOf[i] = random() < 0.8 ? Math.min(items - 1, ofTaste) : drawn;
    weights[i] = 1 + random();
  }
  const times = Float64Array.from({ length: events }, (_, i) => 1000 * i);
  const all = { users: userOf, items: itemOf, weights, times, userCount: users, itemCount: items };
  const merged = mergeRepeats(all);
  return { ...merged, weights: merged.weights.map((weight) => Math.min(weight, 2)) };
}
