import sql, { type Sql } from 'sql-template-tag';
import { TextField } from '../common/http/fields.decorators.js';
import { containsPattern } from '../database/like.js';

/**
 * Splits a search term into what must be found: texts in double quotes are phrases (`\"` is a quote inside one),
 * the rest falls apart at white space. Blank phrases are dropped; an unclosed quote is part of its word.
 */
export function parseSearchTerm(term: string): string[] {
  const parts: string[] = [];
  // The separator of title and prompt stands in no text, so that nothing can be found across the seam.
  const rest = term.replaceAll('\x1f', ' ').replace(/"((?:[^"\\]|\\.)*)"/g, (_match, phrase: string) => {
    parts.push(phrase.replace(/\\(.)/g, '$1').trim());
    return ' ';
  });
  return [...new Set([...parts, ...rest.split(/\s+/)])].filter((part) => part !== '');
}

/** The text must stand in the title or the prompt, in any letter case. */
export function containsTerm(term: string): Sql {
  return sql`search_text(c.title, c.prompt) ILIKE ${containsPattern(term)}`;
}

/** The search term as lists take it. */
export function SearchTermField(
  description = 'Up to 32 words and "quoted phrases" that all stand in title or prompt',
): PropertyDecorator {
  return TextField({
    description,
    optional: true,
    blankIsAbsent: true,
    maxLength: 1000,
    example: 'lighthouse "at dusk"',
  });
}
