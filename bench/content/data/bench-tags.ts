import { Random } from '../../../src/demo-data/random.js';
import { tagNodes } from '../../../src/demo-data/tag-nodes.js';
import { Weights, zipf } from '../../../src/demo-data/weights.js';
import { moods } from '../../../src/demo-data/vocabulary.js';
import { tagIdOf, toSlug } from '../../../src/tags/tag-name.js';

/** A tag with the integer key content_tags refers to it by: its rank, 1 being the commonest. */
export interface BenchTag {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly parentIds: readonly string[];
}

export const tagCount = 1000;

const weights = new Weights(zipf(tagCount));

interface NamedTag {
  readonly name: string;
  readonly parents: readonly string[];
}

/** The tags of the demo data, and below each one for every mood: "Calm Dragons" belongs to Calm and to Dragons. */
function* namedTags(): Generator<NamedTag> {
  for (const { name, parents } of tagNodes) yield { name, parents: parents.map((parent) => parent.name) };
  const moodNames = new Set(moods.map(({ tag }) => tag));
  for (const mood of moodNames) {
    for (const { name } of tagNodes) {
      if (!moodNames.has(name)) yield { name: `${mood} ${name}`, parents: [mood, name] };
    }
  }
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((value) => ({ value, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}

/** A thousand tags, the commonest first. */
export function createTags(seed: number): BenchTag[] {
  const names = [...namedTags()].slice(0, tagCount);
  return shuffled(names, new Random(seed, 'tags')).map(({ name, parents }, index) => ({
    key: index + 1,
    id: tagIdOf(toSlug(name)),
    name,
    slug: toSlug(name),
    parentIds: parents.map((parent) => tagIdOf(toSlug(parent))),
  }));
}

/** Draws tags by their rank's share, none twice in one draw. */
export class TagDraw {
  /** The last draw each tag was in. */
  private readonly seen = new Uint32Array(tagCount);
  private draws = 0;

  /** Indexes into the tags. */
  draw(random: Random, count: number): number[] {
    this.draws += 1;
    const drawn: number[] = [];
    while (drawn.length < count) {
      const index = weights.draw(random);
      if (this.seen[index] === this.draws) continue;
      this.seen[index] = this.draws;
      drawn.push(index);
    }
    return drawn;
  }
}
