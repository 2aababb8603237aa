import { type Events, positionsByUser, selectEvents } from '../engine/events.js';
import type { Split } from '../engine/split.js';
import type { InteractionColumns } from './interaction-columns.js';
import {
  chooseItems,
  numberItems,
  restrictTo,
  toPreferences,
  type TrainingSetOptions,
} from './training-set.js';

const heldOutShare = 0.2;

/**
 * What a model is chosen on: the last ⌊n/5⌋ of the n items each user came to meet. Preferences, their fading and which
 * items are learned are made of what each user did before meeting the first of these, as they would have been then; a
 * held out item that is not among those learned could not be recommended and is left out.
 */
export function toValidationSlice(columns: InteractionColumns, options: TrainingSetOptions): Split {
  const { before, after } = divide(numberItems(columns).events);
  const preferences = toPreferences(before, options.halfLifeDays);
  const items = chooseItems(preferences, options);
  return { train: restrictTo(preferences, items), test: restrictTo(toPreferences(after, 0), items) };
}

/** On which side of the cut an act is; acts on items of the past that come after it are on neither. */
const Side = { Neither: 0, Before: 1, After: 2 } as const;

function divide(acts: Events): { before: Events; after: Events } {
  const sides = new Uint8Array(acts.users.length);
  for (const positions of positionsByUser(acts)) markSides(sides, positions, acts.items);
  const on = (side: number): Events =>
    selectEvents(
      acts,
      Int32Array.from(sides.keys()).filter((i) => sides[i] === side),
    );
  return { before: on(Side.Before), after: on(Side.After) };
}

/** Marks the acts of one user, which come in the order of time. */
function markSides(sides: Uint8Array, positions: Int32Array, items: Int32Array): void {
  const itemAt = (position: number): number => items[position] as number;
  const met = new Set(Array.from(positions, itemAt));
  const keptCount = met.size - Math.floor(heldOutShare * met.size);
  const heldOut = new Set([...met].slice(keptCount));
  let side: number = Side.Before;
  for (const position of positions) {
    const isHeldOut = heldOut.has(itemAt(position));
    if (isHeldOut) side = Side.Neither;
    sides[position] = isHeldOut ? Side.After : side;
  }
}
