import { Random } from '../../../src/demo-data/random.js';
import { cellNames } from '../../../src/content/unified-selection.js';
import { apiPath, cursorAfter, pickSome, unifiedPath } from './requests.js';
import type { BenchSample } from './sample.js';

/** Requests that ask the same kind of question of different parts of the data. */
export interface ReadCase {
  readonly name: string;
  readonly paths: readonly string[];
}

const requestsPerCase = 64;
const deepPage = 1000;

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

async function cursorPaths(origin: string): Promise<string[]> {
  const paths: string[] = [];
  for (let page = deepPage - 8; page < deepPage + 8; page += 1) {
    paths.push(unifiedPath({ cursor: await cursorAfter(origin, unifiedPath({ page: page - 1 })) }));
  }
  return paths;
}

/** Ranks 1 to 10 are popular, on half to a tenth of the items; beyond 500 tags are rare, on some thousand. */
function tagCases(sample: BenchSample): ReadCase[] {
  const { words } = sample;
  const tags = sample.tags.map(({ name }) => name);
  const random = new Random('content bench', 'tags');
  const [popular, frequent, rare] = [tags.slice(0, 10), tags.slice(0, 30), tags.slice(500)];
  const pairs = times(requestsPerCase, () => [random.pick(popular), random.pick(rare)]);
  const withTags = (tag: readonly string[], match: 'any' | 'all'): string =>
    unifiedPath({ tag, tag_match: match });
  return [
    { name: 'popular_tag', paths: popular.map((tag) => unifiedPath({ tag })) },
    { name: 'popular_and_rare_tag_any', paths: pairs.map((pair) => withTags(pair, 'any')) },
    { name: 'popular_and_rare_tag_all', paths: pairs.map((pair) => withTags(pair, 'all')) },
    {
      name: 'three_tags_all',
      paths: times(requestsPerCase, () => withTags(pickSome(random, frequent, 3), 'all')),
    },
    {
      name: 'tag_and_search',
      paths: times(requestsPerCase, () =>
        unifiedPath({ tag: random.pick(popular), search_term: random.pick(words.middling) }),
      ),
    },
  ];
}

function searchCases({ words }: BenchSample): ReadCase[] {
  const search = (word: string): string => unifiedPath({ search_term: word });
  return [
    { name: 'search_common', paths: words.common.map(search) },
    // Those after these are for the first touches.
    { name: 'search_rare', paths: words.rare.slice(0, 4 * requestsPerCase).map(search) },
  ];
}

function userCases({ users }: BenchSample): ReadCase[] {
  const some = users.slice(0, 4 * requestsPerCase);
  return [
    {
      name: 'user_cells',
      paths: some.map((user_id, index) =>
        unifiedPath({ user_id, content_source_types: cellNames[index % cellNames.length]! }),
      ),
    },
    { name: 'stats', paths: some.map((user_id) => apiPath('content/stats/unified', { user_id })) },
  ];
}

/** Of a thousand tags, on fifty pages. */
const tagListCases: readonly ReadCase[] = [
  {
    name: 'tags_by_rating',
    paths: times(10, (page) => apiPath('tags', { sort: 'rating-desc', page: page + 1 })),
  },
  {
    name: 'popular_tags',
    paths: [
      apiPath('tags/popular'),
      apiPath('tags/popular', { content_source: 'items' }),
      apiPath('tags/popular', { content_source: 'auto' }),
    ],
  },
  {
    name: 'hierarchy',
    paths: [apiPath('tags/hierarchy'), apiPath('tags/hierarchy', { include_ratings: 'true' })],
  },
];

/** The questions every screen asks, in the order of the issue they come from. */
export async function createCases(sample: BenchSample, origin: string): Promise<ReadCase[]> {
  return [
    { name: 'newest', paths: [unifiedPath()] },
    { name: 'page_1000_by_offset', paths: times(16, (i) => unifiedPath({ page: deepPage - 8 + i })) },
    { name: 'page_1000_by_cursor', paths: await cursorPaths(origin) },
    ...tagCases(sample),
    ...searchCases(sample),
    ...userCases(sample),
    ...tagListCases,
  ];
}
