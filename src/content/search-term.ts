import sql, { type Sql } from 'sql-template-tag';
import { TextField } from '../common/http/fields.decorators.js';
import { containsPattern } from '../database/like.js';

/**
 * Splits a search term into what must be found: texts in double quotes are phrases (`\"` is a quote inside one),
 * the rest falls apart at white space. Blank phrases are dropped; an unclosed quote is part of its word.
 */
export function parseSearchTerm(term: string): string[] {
  const parts: string[] = [];
  const rest = term.replace(/"((?:[^"\\]|\\.)*)"/g, (_match, phrase: string) => {
    parts.push(phrase.replace(/\\(.)/g, '$1').trim());
    return ' ';
  });
  return [...parts, ...rest.split(/\s+/)].filter((part) => part !== '');
}

/**
 * Every word and phrase must stand in the title or the prompt, in any letter case. The texts are compared as one,
 * joined by a separator no search can contain, because that is what idx_content_items_search_trgm indexes.
 */
export function searchConditions(term: string): Sql[] {
  return parseSearchTerm(term.replaceAll('\x1f', ' ')).map(
    (part) => sql`(c.title || E'\\x1f' || c.prompt) ILIKE ${containsPattern(part)}`,
  );
}

/** The search term as lists take it. */
export function SearchTermField(): PropertyDecorator {
  return TextField({
    description: 'Words and "quoted phrases" that all stand in title or prompt',
    optional: true,
    blankIsAbsent: true,
    maxLength: 1000,
    example: 'lighthouse "at dusk"',
  });
}
