import { Catalogue } from './catalogue.js';
import { createUsers, type DemoUser } from './demo-users.js';

/** What every table of the demo data is drawn from: the same seed, scale and instant give the same rows. */
export interface World {
  readonly seed: number;
  readonly scale: number;
  /** Nothing in the data is later than this. */
  readonly now: Date;
  readonly users: readonly DemoUser[];
  readonly catalogue: Catalogue;
  readonly interactions: number;
}

export interface WorldOptions {
  /** Multiplies users, content and interactions; tags and route analytics stay as they are. */
  scale: number;
  now: Date;
  seed?: number;
}

const fullSize = { users: 500, items: 40_000, interactions: 200_000 };
/** A hundred times the data is some 20 million interactions: more is a benchmark of its own. */
export const maxScale = 100;

export function createWorld({ scale, now, seed = 1 }: WorldOptions): World {
  if (!(scale > 0 && scale <= maxScale)) {
    throw new RangeError(`the scale must be above 0 and at most ${maxScale}, not ${scale}`);
  }
  const users = createUsers(seed, Math.max(20, Math.round(fullSize.users * scale)), now);
  const itemPairs = Math.max(50, Math.round((fullSize.items / 2) * scale));
  return {
    seed,
    scale,
    now,
    users,
    catalogue: new Catalogue(seed, itemPairs * 2, users, now),
    interactions: Math.max(200, Math.round(fullSize.interactions * scale)),
  };
}
