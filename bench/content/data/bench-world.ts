import { Catalogue, firstItemId } from '../../../src/demo-data/catalogue.js';
import { createUsers } from '../../../src/demo-data/demo-users.js';
import type { World } from '../../../src/demo-data/world.js';
import { type BenchTag, createTags } from './bench-tags.js';
import { Lexicon } from './lexicon.js';

/** How much data there is. */
export interface BenchScale {
  /** 1 is 10,000 users, 1,200,000 items, half of them generated, and 9,000,000 rows of content tags. */
  readonly scale: number;
  /** Multiplies the content tags alone. */
  readonly tagsScale: number;
}

/** Users and items of the demo data, with more tags and a vocabulary as uneven as a language's. */
export interface BenchWorld extends World, BenchScale {
  readonly tags: readonly BenchTag[];
  readonly lexicon: Lexicon;
}

const seed = 3;
const fullSize = { users: 10_000, items: 1_200_000 };

/** Halves are equal: of two neighbours one is generated. */
function countItems({ scale }: BenchScale): number {
  return 2 * Math.round((fullSize.items / 2) * scale);
}

/** Content above it was created by a bench. */
export function lastLoadedId(scale: BenchScale): number {
  return firstItemId + countItems(scale) - 1;
}

export function createBenchWorld(size: BenchScale, now: Date): BenchWorld {
  const users = createUsers(seed, Math.round(fullSize.users * size.scale), now);
  return {
    seed,
    ...size,
    now,
    users,
    catalogue: new Catalogue(seed, countItems(size), users, now),
    interactions: 0,
    tags: createTags(seed),
    lexicon: new Lexicon(seed),
  };
}
