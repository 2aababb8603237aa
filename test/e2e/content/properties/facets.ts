import fc from 'fast-check';
import { type ContentType, contentTypes } from '../../../../src/content/content-kind.js';
import type { ContentDto } from '../../../../src/content/content.dto.js';
import { tagIdOf, toSlug } from '../../../../src/tags/tag-name.js';
import type { TagBook } from './tag-book.js';
import { containsAll, type SearchPart, searchParts, toSearch } from './texts.js';
import { dayMs } from '../../../../src/common/durations.js';

/** What recipes refer to by number, so that they stay plain data that fast-check can print and shrink. */
export interface World {
  /** Creators first, then a user without content and the id of nobody. */
  userIds: readonly string[];
  tagNames: readonly string[];
  tags: TagBook;
  model: { readonly rows: readonly ContentDto[] };
  hidesOthersPrivate: boolean;
}

/** A part of a request and, beside it, the rows it lets pass. */
export interface Facet {
  params: Record<string, unknown>;
  matches(row: ContentDto): boolean;
}

export const cellNames = ['user-regular', 'user-auto', 'community-regular', 'community-auto'] as const;
export type CellName = (typeof cellNames)[number];

export const subsets: CellName[][] = Array.from({ length: 16 }, (_unused, bits) =>
  cellNames.filter((_name, index) => bits & (1 << index)),
);

export function cellOf({ creator_id, source_type }: ContentDto, viewer: string | undefined): CellName {
  return `${creator_id === viewer ? 'user' : 'community'}-${source_type}`;
}

export interface TagPick {
  tag: number;
  spelling: 'name' | 'upper' | 'slug' | 'id' | 'unknown' | 'unknown id';
}

export interface TagChoice {
  picks: readonly TagPick[];
  match: 'any' | 'all';
}

/** Positions below a number, the first far more often than the last, as tags are used. */
export function popular(count: number): fc.Arbitrary<number> {
  return fc.nat(999).map((n) => Math.floor(count * (n / 1000) ** 3));
}

/** Tags a client names, any or all of which are wanted; popular ones more often than rare ones. */
export function tagChoices(most: number, among = 12): fc.Arbitrary<TagChoice> {
  const known = fc.constantFrom<TagPick['spelling']>('name', 'name', 'upper', 'slug', 'id');
  const spelling = fc.oneof(
    { weight: 12, arbitrary: known },
    { weight: 1, arbitrary: fc.constantFrom<TagPick['spelling']>('unknown', 'unknown id') },
  );
  return fc.record({
    picks: fc.array(fc.record({ tag: popular(among), spelling }), { minLength: 1, maxLength: most }),
    match: fc.constantFrom('any', 'all'),
  });
}

export function identifierOf({ tag, spelling }: TagPick, names: readonly string[]): string {
  const name = names[tag % names.length]!;
  switch (spelling) {
    case 'name':
      return name;
    case 'upper':
      return name.toUpperCase();
    case 'slug':
      return toSlug(name);
    case 'id':
      return tagIdOf(toSlug(name));
    case 'unknown':
      return `${name} of nothing`;
    case 'unknown id':
      return tagIdOf(`${name} of nothing`);
  }
}

/** What lists can be narrowed by, in numbers and words that need a world to mean something. */
export interface FilterRecipe {
  cells: readonly CellName[];
  search: readonly SearchPart[];
  tags: TagChoice;
  creator: number;
  contentType: ContentType;
  publicOnly: boolean;
  minQuality: number;
  metadata: { size?: number; kind?: string };
  days: number;
}
export type FilterName = keyof FilterRecipe;

export const filters: { [Name in FilterName]: fc.Arbitrary<FilterRecipe[Name]> } = {
  cells: fc.constantFrom(...subsets),
  search: searchParts,
  tags: tagChoices(3),
  creator: fc.nat(5),
  contentType: fc.constantFrom(...contentTypes),
  publicOnly: fc.boolean(),
  minQuality: fc.constantFrom(0, 0.25, 0.5, 0.9, 1),
  metadata: fc.record({ size: fc.nat(2), kind: fc.constantFrom('x', 'y') }, { requiredKeys: [] }),
  days: fc.constantFrom(1, 7, 365),
};

/** Who asks, and how the list calls the parameter of tags. */
interface Asked extends World {
  viewer: string | undefined;
  tagParam: 'tag' | 'tags';
}

export const facets: { [Name in FilterName]: (value: FilterRecipe[Name], asked: Asked) => Facet } = {
  cells: (cells, { viewer }) => ({
    params: { content_source_types: cells.length > 0 ? cells : '' },
    matches: (row) => cells.includes(cellOf(row, viewer)),
  }),
  search: (parts, { model }) => {
    const { term, needles } = toSearch(parts, model.rows);
    return { params: { search_term: term }, matches: (row) => containsAll(row, needles) };
  },
  tags: ({ picks, match }, { tagNames, tags: book, tagParam }) => {
    const identifiers = picks.map((pick) => identifierOf(pick, tagNames));
    return {
      params: { [tagParam]: identifiers, tag_match: match },
      // Resolved anew each time, because an unknown name becomes a tag when content is given it.
      matches: ({ tags }) => {
        const carried = identifiers.map((one) => tags.includes(book.resolve(one) ?? ''));
        return match === 'any' ? carried.includes(true) : !carried.includes(false);
      },
    };
  },
  creator: (position, { userIds }) => {
    const id = userIds[position % userIds.length]!;
    return { params: { creator_id: id }, matches: ({ creator_id }) => creator_id === id };
  },
  contentType: (type) => ({
    params: { content_type: type },
    matches: ({ content_type }) => content_type === type,
  }),
  publicOnly: (isPublicOnly) => ({
    params: { public_only: isPublicOnly },
    matches: ({ is_private }) => !(isPublicOnly && is_private),
  }),
  minQuality: (least) => ({
    params: { min_quality_score: least },
    matches: ({ quality_score }) => quality_score >= least,
  }),
  metadata: (wanted) => ({
    params: { metadata_filter: wanted },
    matches: ({ item_metadata }) =>
      Object.entries(wanted).every(([key, value]) => item_metadata[key] === value),
  }),
  days: (days) => ({
    params: { days },
    matches: ({ created_at }) => Date.parse(created_at) >= Date.now() - days * dayMs,
  }),
};
