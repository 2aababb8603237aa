import { mergeRepeats, positionsByUser, selectEvents, type Events } from './events.js';
import { seededRandom } from './random.js';

/** Events to learn from, and those of the same users that are held out. */
export interface Split {
  readonly train: Events;
  readonly test: Events;
}

/** `temporal`: the last events of each user are held out; `random`: any of them. */
export type SplitKind = 'temporal' | 'random';

export interface SplitOptions {
  /** Part of each user's events that is held out. */
  readonly share?: number;
  /** Decides the random split. */
  readonly seed?: number;
}

const defaultShare = 0.2;
const defaultSeed = 1;

/**
 * Holds out ⌊share · n⌋ of the n events of each user: at 0.2, one of 5 to 9, and none of fewer than 5, whose events are
 * all trained on. Repeats are merged first, so that no item of a user is on both sides.
 *
 * Temporal: the latest ones; events of the same time are ordered as they were given, the later one counting as later.
 * Random: each subset of that size equally likely, decided by the seed, the users before and the number of events alone.
 */
export function splitEvents(events: Events, kind: SplitKind, options: SplitOptions = {}): Split {
  const { share = defaultShare, seed = defaultSeed } = options;
  const random = seededRandom(seed);
  const [train, test]: [number[], number[]] = [[], []];
  const merged = mergeRepeats(events);
  for (const positions of positionsByUser(merged)) {
    const kept = positions.length - Math.floor(share * positions.length);
    if (kind === 'random') moveRandomToEnd(positions, kept, random);
    for (const position of positions.subarray(0, kept).sort()) train.push(position);
    for (const position of positions.subarray(kept).sort()) test.push(position);
  }
  return { train: selectEvents(merged, train), test: selectEvents(merged, test) };
}

/** The end of a Fisher–Yates shuffle: what stands at `kept` and beyond is drawn from the whole. */
export function moveRandomToEnd(positions: Int32Array, kept: number, random: () => number): void {
  for (let i = positions.length - 1; i >= kept; i--) {
    const drawn = Math.floor(random() * (i + 1));
    const position = positions[drawn] as number;
    positions[drawn] = positions[i] as number;
    positions[i] = position;
  }
}

/** Users of a hundred who may have a test event before their last train event in a split that is temporal all the same. */
const strayPercent = 5;

/** How a given pair of train and test events was split, so that parameters can be chosen by the same kind of split. */
export function kindOfSplit({ train, test }: Split): SplitKind {
  const lastTrained = new Map<number, number>();
  train.users.forEach((user, i) => {
    lastTrained.set(user, Math.max(lastTrained.get(user) ?? -Infinity, train.times[i] as number));
  });
  const users = new Set(test.users);
  const strays = new Set(
    test.users.filter((user, i) => (test.times[i] as number) < (lastTrained.get(user) ?? -Infinity)),
  );
  return strays.size * 100 > users.size * strayPercent ? 'random' : 'temporal';
}
