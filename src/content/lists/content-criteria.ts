import sql, { raw, type Sql } from 'sql-template-tag';
import { ValidationError } from '../../common/errors/domain.error.js';
import {
  integerKey,
  type ListDefinition,
  orderKeys,
  timestampKey,
} from '../../common/http/list-definition.js';
import type { ContentFilter, TagMatch } from '../content-filter.js';
import { parseSearchTerm } from '../search-term.js';
import { cellConditions } from '../unified-selection.js';

const mostTerms = 32;

/** A filter taken apart by what it needs to look at, so that each way of finding rows can put it together anew. */
export interface ContentCriteria {
  /** On columns of content_items that content_tags has a copy of; `row` is the alias of either. */
  readonly shared: (row: Sql) => Sql[];
  /** On the other columns of `content_items c`. */
  readonly own: readonly Sql[];
  /** The tags one of which, or all of which, content must carry. */
  readonly tags: { readonly keys: readonly number[]; readonly match: TagMatch } | undefined;
  /** Texts that must all stand in title or prompt. */
  readonly terms: readonly string[];
  /** Kinds of change (see content_changes) by which content can come to meet the filter, or cease to. */
  readonly sensitiveTo: readonly string[];
}

function sharedConditions({ sourceType, publicOnly, createdSince }: ContentFilter, row: Sql): Sql[] {
  const conditions: Sql[] = [];
  if (sourceType !== undefined) conditions.push(sql`${row}.source_type = ${sourceType}`);
  if (publicOnly) conditions.push(sql`NOT ${row}.is_private`);
  if (createdSince) conditions.push(sql`${row}.created_at >= ${createdSince}`);
  return conditions;
}

function ownConditions(filter: ContentFilter): Sql[] {
  const { contentType, creatorId, cells, visibleTo, minQualityScore, ratedOnly, metadata } = filter;
  const conditions: Sql[] = [];
  if (contentType !== undefined) conditions.push(sql`c.content_type = ${contentType}`);
  if (creatorId !== undefined) conditions.push(sql`c.creator_id = ${creatorId}::uuid`);
  if (cells) conditions.push(...cellConditions(cells.selection, cells.userId));
  if (visibleTo) conditions.push(sql`(NOT c.is_private OR c.creator_id = ${visibleTo.userId}::uuid)`);
  if (minQualityScore !== undefined) conditions.push(sql`c.quality_score >= ${minQualityScore}::float8`);
  if (ratedOnly) conditions.push(sql`c.quality_score > 0`);
  if (metadata) conditions.push(sql`c.item_metadata @> ${JSON.stringify(metadata)}::jsonb`);
  return conditions;
}

function kindsOf(filter: ContentFilter): string[] {
  const { publicOnly, visibleTo, searchTerm, minQualityScore, ratedOnly, metadata } = filter;
  const byKind = {
    privacy: publicOnly || visibleTo,
    title: searchTerm,
    quality: minQualityScore !== undefined || ratedOnly,
    metadata,
  };
  const kinds = Object.entries(byKind).filter(([, isSensitive]) => isSensitive);
  return ['other', ...kinds.map(([kind]) => kind)];
}

/** Unknown tags are null keys: `any` passes over them, `all` cannot be met. Undefined when nothing can be met. */
function knownTags(tags: ContentFilter['tags']): ContentCriteria['tags'] | 'none' {
  if (!tags) return undefined;
  const keys = [...new Set(tags.keys.filter((key) => key !== null))].sort((a, b) => a - b);
  if (keys.length === 0 || (tags.match === 'all' && tags.keys.includes(null))) return 'none';
  return { keys, match: keys.length === 1 ? 'all' : tags.match };
}

/** @throws ValidationError for more terms than anybody searches for, each of which would be looked for in each text */
function termsOf({ searchTerm }: ContentFilter): string[] {
  const terms = searchTerm === undefined ? [] : parseSearchTerm(searchTerm);
  if (terms.length <= mostTerms) return terms;
  throw new ValidationError(`search_term must have at most ${mostTerms} words and phrases`, 'search_term');
}

/** Answers undefined when the filter lets nothing pass, whatever there is. */
export function criteriaOf(filter: ContentFilter): ContentCriteria | undefined {
  const tags = knownTags(filter.tags);
  if (tags === 'none') return undefined;
  return {
    shared: (row) => sharedConditions(filter, row),
    own: ownConditions(filter),
    tags,
    terms: termsOf(filter),
    sensitiveTo: kindsOf(filter),
  };
}

/** Alias of `content_items` in every query here. */
export const content = raw('c');
/** Alias of the `content_tags` row a query is led by. */
export const tagged = raw('d');

const ofTagged = { created_at: timestampKey('d.created_at'), id: integerKey('d.content_id') };

/** True of an order content_tags keeps for each tag. */
export function isTaggedOrder(definition: ListDefinition, field: string): boolean {
  return orderKeys(definition, field).every(([name]) => Object.hasOwn(ofTagged, name));
}

/** The list with its keys taken from rows `d` of content_tags. */
export function taggedList(definition: ListDefinition): ListDefinition {
  return { ...definition, sortable: ofTagged };
}
