import sql, { type Sql } from 'sql-template-tag';
import { containsPattern } from '../database/like.js';

/** What a tag's name may contain to be found: a term in double quotes as one, any other word by word. */
export function parseTagSearch(term: string): string[] {
  const quoted = /^"(.*)"$/s.exec(term.trim())?.[1];
  const parts = quoted === undefined ? term.split(/[\s,]+/) : [quoted];
  return [...new Set(parts.filter((part) => part.trim() !== ''))];
}

/** One of the parts is enough, in any letter case; served by idx_tags_name_trgm. */
export function tagSearchConditions(term: string): Sql[] {
  const patterns = parseTagSearch(term).map(containsPattern);
  return patterns.length === 0 ? [] : [sql`t.name ILIKE ANY(${patterns}::text[])`];
}
