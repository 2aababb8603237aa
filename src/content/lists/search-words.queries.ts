import sql, { type Sql } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import { containsTerm } from '../search-term.js';

/** A term of a search with what the dictionary says of it. */
export interface TermWords {
  term: string;
  /** For each word of the term, the words one of which content must hold; those too many to be of use left out. */
  words: string[][];
  /** Content that holds the words holds the term: it is a part of one word, and no text has a word too long to keep. */
  isExact: boolean;
}

/** Past so many words that hold what is searched for, reading all texts is as fast: the index compares each with each. */
const tooMany = 64;
const mostLookedUp = 8;
/** Stands in the index for words too long to be kept; see search_words(). */
const longWord = '\x01';

interface FoundWords {
  term: string;
  words: string[];
  isWord: boolean;
  hasLongWords: boolean;
}

/**
 * Looks up the dictionary for what is searched for: inside a phrase words must be met exactly, at its ends they may go
 * on. A term with a word too long for the dictionary gets no words.
 */
async function lookUp(executor: SqlExecutor, terms: readonly string[]): Promise<FoundWords[]> {
  return runSql<FoundWords>(
    executor,
    sql`
      SELECT
        term.body AS term,
        array(
          SELECT d.word FROM search_dictionary d
          WHERE d.word LIKE CASE WHEN part.position = 1 THEN '%' ELSE '' END || part.word
            || CASE WHEN part.position = part.words THEN '%' ELSE '' END
          LIMIT ${tooMany + 1}
        ) AS words,
        part.word = lower(term.body) AS "isWord",
        EXISTS (SELECT FROM search_dictionary WHERE word = ${longWord}) AS "hasLongWords"
      FROM unnest(${terms}::text[]) AS term (body)
      CROSS JOIN LATERAL (
        SELECT word, position, count(*) OVER () AS words
        FROM unnest(search_words(term.body)) WITH ORDINALITY AS parts (word, position)
      ) AS part
      WHERE NOT search_words(term.body) @> ARRAY[${longWord}]`,
  );
}

/**
 * The terms worth looking up: the longest few, since each of them leaves less than the one before. Shorter than three
 * characters a term can only be compared with every word.
 */
function worthLookingUp(terms: readonly string[]): readonly string[] {
  const longestFirst = terms.toSorted((a, b) => b.length - a.length);
  const long = longestFirst.filter((term) => term.length >= 3);
  return long.length > 0 ? long.slice(0, mostLookedUp) : longestFirst.slice(0, 1);
}

/** Finds the words by which an index can tell what content holds the terms, or may hold them. */
export async function findTermWords(executor: SqlExecutor, terms: readonly string[]): Promise<TermWords[]> {
  const found = terms.length === 0 ? [] : await lookUp(executor, worthLookingUp(terms));
  return terms.map((term) => {
    const parts = found.filter((part) => part.term === term);
    const useful = parts.filter(({ words }) => words.length <= tooMany);
    const isExact =
      useful.length === 1 && useful.every(({ isWord, hasLongWords }) => isWord && !hasLongWords);
    return { term, words: useful.map(({ words }) => (isExact ? words : [...words, longWord])), isExact };
  });
}

/** Conditions on `content_items c` that the index of words serves, and where that is not enough a look at the text. */
export function termConditions({ term, words, isExact }: TermWords): Sql[] {
  const byIndex = words.map((set) => sql`search_words(search_text(c.title, c.prompt)) && ${set}::text[]`);
  return isExact ? byIndex : [...byIndex, containsTerm(term)];
}
