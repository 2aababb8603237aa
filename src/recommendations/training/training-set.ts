import { decayWeights, type Events, mergeRepeats, selectEvents } from '../engine/events.js';
import { preferenceOf } from '../signals.js';
import type { InteractionColumns } from './interaction-columns.js';

/** What the engine learns from, and what its indices stand for. */
export interface TrainingSet {
  readonly events: Events;
  /** Ascending; the place of an id is the index of its item. */
  readonly itemIds: Int32Array;
  /** When the newest act was made, in milliseconds. */
  readonly trainedUntil: number;
}

export interface TrainingSetOptions {
  /** 0 for acts that do not fade. */
  readonly halfLifeDays: number;
  /** Users an item needs to be learned. */
  readonly minItemUsers: number;
  /** Items that are learned, those of the most users. */
  readonly maxItems: number;
}

/** Gives the items indices in the order of their ids. */
export function numberItems({ users, itemIds, signals, times, userCount }: InteractionColumns): {
  events: Events;
  ids: Int32Array;
} {
  const ids = Int32Array.from(new Set(itemIds)).sort();
  const indices = new Map(Array.from(ids, (id, index) => [id, index]));
  const items = itemIds.map((id) => indices.get(id) as number);
  return { events: { users, items, weights: signals, times, userCount, itemCount: ids.length }, ids };
}

/**
 * Each user and item once, with what the user thinks of it; those a user does not like are left out. Acts fade from the
 * newest one backwards, whatever the clock says.
 */
export function toPreferences(acts: Events, halfLifeDays: number): Events {
  const faded = halfLifeDays === 0 ? acts : decayWeights(acts, halfLifeDays, newestOf(acts));
  const sums = mergeRepeats(faded);
  const liked = Int32Array.from(sums.weights.keys()).filter((i) => (sums.weights[i] as number) > 0);
  const kept = selectEvents(sums, liked);
  return { ...kept, weights: kept.weights.map(preferenceOf) };
}

/** When the last act was made, of acts that are ordered by time. */
function newestOf({ times }: Pick<Events, 'times'>): number {
  return times.at(-1) ?? 0;
}

/** The items worth learning, ascending: those of enough users, and of those the ones of the most. */
export function chooseItems(
  { items, itemCount }: Events,
  { minItemUsers, maxItems }: TrainingSetOptions,
): Int32Array {
  const users = new Int32Array(itemCount);
  for (const item of items) users[item] = (users[item] as number) + 1;
  const countOf = (item: number): number => users[item] as number;
  return Int32Array.from(users.keys())
    .filter((item) => countOf(item) >= minItemUsers)
    .sort((a, b) => countOf(b) - countOf(a) || a - b)
    .slice(0, maxItems)
    .sort();
}

/** The events on these items only, which are numbered anew. */
export function restrictTo(events: Events, items: Int32Array): Events {
  const newIndices = new Int32Array(events.itemCount).fill(-1);
  items.forEach((item, index) => (newIndices[item] = index));
  const indexOf = (item: number): number => newIndices[item] as number;
  const positions = Int32Array.from(events.items.keys()).filter(
    (i) => indexOf(events.items[i] as number) >= 0,
  );
  const kept = selectEvents(events, positions);
  return { ...kept, items: kept.items.map(indexOf), itemCount: items.length };
}

/** Makes acts into what the engine learns from. */
export function toTrainingSet(columns: InteractionColumns, options: TrainingSetOptions): TrainingSet {
  const { events, ids } = numberItems(columns);
  const preferences = toPreferences(events, options.halfLifeDays);
  const items = chooseItems(preferences, options);
  return {
    events: restrictTo(preferences, items),
    itemIds: items.map((item) => ids[item] as number),
    trainedUntil: newestOf(columns),
  };
}
