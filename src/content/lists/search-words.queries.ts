import sql, { type Sql } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';

/** Words one of which content must hold to hold a certain word of what is searched for. */
export type SearchWords = readonly string[];

/** So many words hold what is searched for that looking them up would find nearly everything. */
const tooMany = 500;
/** Stands for the words too long to be kept; see search_words(). */
const longWord = '\x01';

/**
 * Looks up the dictionary for what is searched for: inside a phrase words must be met exactly, at its ends they may go
 * on. What content holds the words is a candidate, and the term itself must still be found in it.
 * @returns one set of words for each word of each term, without those too common to be of use
 */
export async function findSearchWords(
  executor: SqlExecutor,
  terms: readonly string[],
): Promise<SearchWords[]> {
  if (terms.length === 0) return [];
  const found = await runSql<{ words: string[] }>(
    executor,
    sql`
      SELECT array(
        SELECT d.word FROM search_dictionary d
        WHERE d.word LIKE CASE WHEN part.position = 1 THEN '%' ELSE '' END || part.word
          || CASE WHEN part.position = part.words THEN '%' ELSE '' END
        LIMIT ${tooMany + 1}
      ) AS words
      FROM unnest(${terms}::text[]) AS term (body)
      CROSS JOIN LATERAL (
        SELECT word, position, count(*) OVER () AS words
        FROM unnest(search_words(term.body)) WITH ORDINALITY AS parts (word, position)
      ) AS part
      WHERE NOT search_words(term.body) @> ARRAY[${longWord}]`,
  );
  return found.map(({ words }) => words).filter((words) => words.length <= tooMany);
}

/** Conditions on `content_items c` that the index of words serves. */
export function wordConditions(words: readonly SearchWords[]): Sql[] {
  return words.map(
    (set) => sql`search_words(search_text(c.title, c.prompt)) && ${[...set, longWord]}::text[]`,
  );
}
