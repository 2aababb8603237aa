import { Random } from '../../../src/demo-data/random.js';
import { type HttpTarget, quantile, sendEach } from '../../support/http-load.js';
import { pageSize, pickSome, type QueryParameters, unifiedPath } from './requests.js';
import type { BenchSample, SampleTag } from './sample.js';

/** A walk over one filter: the page it begins with, and the one after it. */
interface Walk {
  readonly first: string;
  readonly next: string;
}

/** Walks over filters nobody has asked for yet. */
export interface HardCase {
  readonly name: string;
  readonly walks: readonly Walk[];
}

/** In milliseconds: the first request of a walk, and, the walk being known, the same again and the page after it. */
export interface HardFigures {
  readonly coldP50: number;
  readonly coldP99: number;
  readonly warmP50: number;
  readonly warmP99: number;
}

const walksPerCase = 60;

function walkFrom(page: number, filter: QueryParameters): Walk {
  return { first: unifiedPath({ ...filter, page }), next: unifiedPath({ ...filter, page: page + 1 }) };
}

/** As many as wanted, no two alike: what one began, the next would find known. */
function walks(make: () => Walk): Walk[] {
  const made = new Map<string, Walk>();
  while (made.size < walksPerCase) {
    const walk = make();
    made.set(walk.first, walk);
  }
  return [...made.values()];
}

function namesOf(tags: readonly SampleTag[]): string[] {
  return tags.map(({ name }) => name).sort();
}

/** A page well inside a list that is at least as long as what its commonest tag is on. */
function deepPage(random: Random, tags: readonly SampleTag[]): number {
  const pages = Math.max(...tags.map(({ items }) => items)) / pageSize;
  return Math.floor(pages * (0.1 + 0.8 * random.next()));
}

/** The cases known to be hard before they were measured, and words nobody has searched for. */
export function createHardCases({ tags, words }: BenchSample): HardCase[] {
  const random = new Random('content bench', 'hard cases');
  const frequent = tags.slice(0, 30);
  const totals = (count: number, tag_match: 'any' | 'all'): Walk[] =>
    walks(() => walkFrom(1, { tag: namesOf(pickSome(random, frequent, count)), tag_match }));
  const deepOffsets = (count: number): Walk[] =>
    walks(() => {
      const some = pickSome(random, frequent, count);
      return walkFrom(deepPage(random, some), { tag: namesOf(some), tag_match: 'any' });
    });
  const searches = (list: readonly string[], count: number): Walk[] =>
    walks(() => walkFrom(1, { search_term: pickSome(random, list, count).sort().join(' ') }));
  return [
    { name: 'hard_total_of_any_tag', walks: totals(3, 'any') },
    { name: 'hard_total_of_all_tags', walks: totals(4, 'all') },
    { name: 'hard_deep_offset_of_tag', walks: deepOffsets(1) },
    { name: 'hard_deep_offset_of_any_tag', walks: deepOffsets(2) },
    { name: 'hard_middling_word', walks: searches(words.middling, 1) },
    { name: 'hard_two_middling_words', walks: searches(words.middling, 2) },
    { name: 'hard_unseen_rare_word', walks: searches(words.rare.slice(words.rare.length / 2), 1) },
  ];
}

/** One walk after the other on one connection, so that nothing queues. */
export async function measureHardCase(target: HttpTarget, { walks }: HardCase): Promise<HardFigures> {
  const cold: number[] = [];
  const warm: number[] = [];
  for (const { first, next } of walks) {
    const [unseen, ...seen] = await sendEach(
      target,
      [first, first, next].map((path) => ({ path })),
    );
    cold.push(unseen!);
    warm.push(...seen);
  }
  cold.sort((a, b) => a - b);
  warm.sort((a, b) => a - b);
  return {
    coldP50: quantile(cold, 0.5),
    coldP99: quantile(cold, 0.99),
    warmP50: quantile(warm, 0.5),
    warmP99: quantile(warm, 0.99),
  };
}
