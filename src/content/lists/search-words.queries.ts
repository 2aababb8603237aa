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

/** Words that hold what is searched for, at most; past them nearly every text does. */
const mostWords = 3000;
/** The index compares each text it finds with each of the words; past so many comparisons reading all texts is faster. */
const mostComparisons = 50_000_000;
/** Words at most where nothing is known of how common they are. */
const mostUnknownWords = 64;
const mostLookedUp = 8;
/** Stands in the index for words too long to be kept; see search_words(). */
const longWord = '\x01';

interface FoundWords {
  term: string;
  words: string[];
  isWord: boolean;
  hasLongWords: boolean;
  /** Texts that hold the common ones among the words, as statistics have it; null without statistics. */
  texts: number | null;
}

function isUseful({ words, texts }: FoundWords): boolean {
  if (words.length > mostWords) return false;
  return texts === null ? words.length <= mostUnknownWords : texts * words.length <= mostComparisons;
}

/**
 * Looks up the dictionary for what is searched for: inside a phrase words must be met exactly, at its ends they may go
 * on. A term with a word too long for the dictionary gets no words.
 */
async function lookUp(executor: SqlExecutor, terms: readonly string[]): Promise<FoundWords[]> {
  return runSql<FoundWords>(
    executor,
    sql`
      WITH common AS MATERIALIZED (
        SELECT word, share * (SELECT reltuples FROM pg_class WHERE oid = 'content_items'::regclass) AS texts
        FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (word, share)
        WHERE schemaname = 'public' AND tablename = 'idx_content_items_search_words'
      )
      SELECT
        term.body AS term,
        found.words,
        part.word = lower(term.body) AS "isWord",
        EXISTS (SELECT FROM search_dictionary WHERE word = ${longWord}) AS "hasLongWords",
        CASE WHEN EXISTS (SELECT FROM common)
          THEN (SELECT COALESCE(sum(texts), 0)::float8 FROM common WHERE word = ANY (found.words))
        END AS texts
      FROM unnest(${terms}::text[]) AS term (body)
      CROSS JOIN LATERAL (
        SELECT word, position, count(*) OVER () AS words
        FROM unnest(search_words(term.body)) WITH ORDINALITY AS parts (word, position)
      ) AS part
      CROSS JOIN LATERAL (
        SELECT array(
          SELECT d.word FROM search_dictionary d
          WHERE d.word LIKE CASE WHEN part.position = 1 THEN '%' ELSE '' END || part.word
            || CASE WHEN part.position = part.words THEN '%' ELSE '' END
          LIMIT ${mostWords + 1}
        ) AS words
        OFFSET 0 -- or else the planner would look the words up for each mention of them
      ) AS found
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
    const useful = parts.filter(isUseful);
    const isExact =
      useful.length === 1 && useful.every(({ isWord, hasLongWords }) => isWord && !hasLongWords);
    return { term, words: useful.map(({ words }) => (isExact ? words : [...words, longWord])), isExact };
  });
}

/** Words past which the planner takes what holds one of them for half of all content, and avoids the index. */
const mostPlanned = 16;

/** Whether the planner cannot be trusted with the choice between the index of words and reading all texts. */
export function isMisjudged(words: readonly TermWords[]): boolean {
  return words.some((term) => term.words.some((set) => set.length > mostPlanned));
}

/** Conditions on `content_items c` that the index of words serves. */
export function indexConditions({ words }: TermWords): Sql[] {
  return words.map((set) => sql`search_words(search_text(c.title, c.prompt)) && ${set}::text[]`);
}

/** A look at the text where the index of words is not enough. */
export function textConditions({ term, isExact }: TermWords): Sql[] {
  return isExact ? [] : [containsTerm(term)];
}
