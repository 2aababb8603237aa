import { dayMs } from '../../common/durations.js';
import { SparseMatrix } from './sparse-matrix.js';

/**
 * What users did, in columns: event i says that user `users[i]` met item `items[i]` at `times[i]` with a weight above
 * zero. Users and items are indices from 0; an index may occur in no event at all.
 */
export interface Events {
  readonly users: Int32Array;
  readonly items: Int32Array;
  readonly weights: Float32Array;
  /** Milliseconds. */
  readonly times: Float64Array;
  readonly userCount: number;
  readonly itemCount: number;
}

/** The events at some positions, in the order of the positions. */
export function selectEvents(events: Events, positions: ArrayLike<number>): Events {
  const pick = <T extends Int32Array | Float32Array | Float64Array>(from: T, to: T): T => {
    for (let i = 0; i < positions.length; i++) to[i] = from[positions[i] as number] as number;
    return to;
  };
  const { length } = positions;
  return {
    users: pick(events.users, new Int32Array(length)),
    items: pick(events.items, new Int32Array(length)),
    weights: pick(events.weights, new Float32Array(length)),
    times: pick(events.times, new Float64Array(length)),
    userCount: events.userCount,
    itemCount: events.itemCount,
  };
}

/** Positions of the events of each user, users in order; those of one user by time, ties as they were given. */
export function positionsByUser({ users, times, userCount }: Events): Int32Array[] {
  const counts = new Int32Array(userCount);
  for (const user of users) counts[user] = (counts[user] as number) + 1;
  const groups = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  users.forEach((user, position) => {
    const filled = counts[user] as number;
    (groups[user] as Int32Array)[filled] = position;
    counts[user] = filled + 1;
  });
  for (const group of groups) group.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
  return groups;
}

/** Each user and item once: weights added, the time that of the latest; users in order, each user's events by time. */
export function mergeRepeats(events: Events): Events {
  const kept: number[] = [];
  const weights: number[] = [];
  for (const group of positionsByUser(events)) {
    const sums = new Map<number, number>();
    const last = new Map<number, number>();
    for (const position of group) {
      const item = events.items[position] as number;
      sums.set(item, (sums.get(item) ?? 0) + (events.weights[position] as number));
      last.set(item, position);
    }
    for (const position of group) {
      const item = events.items[position] as number;
      if (last.get(item) !== position) continue;
      kept.push(position);
      weights.push(sums.get(item) as number);
    }
  }
  return { ...selectEvents(events, kept), weights: Float32Array.from(weights) };
}

/** Weights halved for every half-life an event lies before `now`; later events keep theirs. */
export function decayWeights(events: Events, halfLifeDays: number, now: number): Events {
  const weights = events.weights.map((weight, i) => {
    const ageDays = Math.max(0, now - (events.times[i] as number)) / dayMs;
    return weight * 2 ** (-ageDays / halfLifeDays);
  });
  return { ...events, weights };
}

/** Users by items; repeats are added up. */
export function toMatrix({ users, items, weights, userCount, itemCount }: Events): SparseMatrix {
  return SparseMatrix.from({
    rows: userCount,
    columns: itemCount,
    rowOf: users,
    columnOf: items,
    values: weights,
  });
}
