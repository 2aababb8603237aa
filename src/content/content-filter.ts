import sql, { type Sql } from 'sql-template-tag';
import type { JsonObject } from '../common/http/fields.decorators.js';
import type { ContentType, SourceType } from './content-kind.js';
import { searchConditions } from './search-term.js';

export type TagMatch = 'any' | 'all';

/** What a list of content may be narrowed by; all that is given must hold. */
export interface ContentFilter {
  sourceType?: SourceType | undefined;
  contentType?: ContentType | undefined;
  creatorId?: string | undefined;
  publicOnly?: boolean | undefined;
  searchTerm?: string | undefined;
  minQualityScore?: number | undefined;
  metadata?: JsonObject | undefined;
  /** Leave out private items of everybody else; null is a caller who told no name. */
  visibleTo?: { userId: string | null } | undefined;
  tags?: { keys: readonly (number | null)[]; match: TagMatch } | undefined;
}

function carriesOneOf(keys: readonly number[]): Sql {
  return sql`EXISTS (SELECT FROM content_tags ct WHERE ct.content_id = c.id AND ct.tag_key = ANY(${keys}::int[]))`;
}

/** Unknown tags are null keys: `any` passes over them, `all` cannot be met. */
function tagConditions(keys: readonly (number | null)[], match: TagMatch): Sql[] {
  const known = [...new Set(keys.filter((key) => key !== null))];
  if (known.length === 0 || (match === 'all' && keys.includes(null))) return [sql`FALSE`];
  // One probe per tag, because the planner turns each into a join and begins with the rarest.
  return match === 'any' ? [carriesOneOf(known)] : known.map((key) => carriesOneOf([key]));
}

/** The conditions of a filter on `content_items c`; one place, so that lists and their totals cannot disagree. */
export function contentConditions(filter: ContentFilter): Sql[] {
  const conditions: Sql[] = [];
  if (filter.sourceType !== undefined) conditions.push(sql`c.source_type = ${filter.sourceType}`);
  if (filter.contentType !== undefined) conditions.push(sql`c.content_type = ${filter.contentType}`);
  if (filter.creatorId !== undefined) conditions.push(sql`c.creator_id = ${filter.creatorId}`);
  if (filter.publicOnly) conditions.push(sql`NOT c.is_private`);
  if (filter.visibleTo)
    conditions.push(sql`(NOT c.is_private OR c.creator_id = ${filter.visibleTo.userId}::uuid)`);
  if (filter.minQualityScore !== undefined)
    conditions.push(sql`c.quality_score >= ${filter.minQualityScore}::float8`);
  if (filter.metadata) conditions.push(sql`c.item_metadata @> ${JSON.stringify(filter.metadata)}::jsonb`);
  if (filter.tags) conditions.push(...tagConditions(filter.tags.keys, filter.tags.match));
  if (filter.searchTerm !== undefined) conditions.push(...searchConditions(filter.searchTerm));
  return conditions;
}
