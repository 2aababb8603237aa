import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { type KeyColumn, orderKeys } from '../../common/http/list-definition.js';
import { orderClause, whereClause } from '../../database/list-sql.js';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import { content, type ContentCriteria, isTaggedOrder, tagged, taggedList } from './content-criteria.js';
import { type NumericOrder, type RowKey, WalkRows, type ListSubject } from './walk.js';
import type { Beside } from '../content-rows.queries.js';
import { containsTerm } from '../search-term.js';
import { indexConditions, isMisjudged, type TermWords, textConditions } from './search-words.queries.js';

/** Changes a walk is brought up to date with, at most: ten seconds of a thousand creations a second. */
const mostChanges = 10_000;
/** Transactions after which the journal may have forgotten what a snapshot had not seen. */
const longestMemory = 100_000;

/**
 * All conditions of the criteria on `content_items c`, for PostgreSQL to choose how to meet them.
 * @param words what the dictionary says of the terms; without it every text is looked at
 */
export function allConditions(criteria: ContentCriteria, words?: readonly TermWords[]): Sql[] {
  return [...(words?.flatMap(indexConditions) ?? []), ...conditionsBesideIndex(criteria, words)];
}

/** Those that are left when the index of words has been asked. */
function conditionsBesideIndex(criteria: ContentCriteria, words?: readonly TermWords[]): Sql[] {
  const { tags } = criteria;
  const carries = (keys: readonly number[]): Sql =>
    sql`EXISTS (SELECT FROM content_tags t WHERE t.content_id = c.id AND t.tag_key = ANY(${keys}::int[]))`;
  const perTag = tags?.match === 'any' ? [tags.keys] : (tags?.keys.map((key) => [key]) ?? []);
  return [
    ...criteria.shared(content),
    ...criteria.own,
    ...(words?.flatMap(textConditions) ?? criteria.terms.map(containsTerm)),
    ...perTag.map(carries),
  ];
}

/** True when content_tags alone can tell what meets the criteria. */
function isOfTagsOnly({ tags, own, terms }: ContentCriteria): boolean {
  return tags !== undefined && own.length === 0 && terms.length === 0;
}

/**
 * FROM and WHERE for what carries the tags, as rows `d` of content_tags. Joined by time and id, the order the primary key
 * keeps each tag's content in, so that tags are merged as they are read.
 */
function carrying({ keys, match }: NonNullable<ContentCriteria['tags']>, shared: readonly Sql[]): Sql {
  if (match === 'any') {
    const each = keys.map(
      (key) => sql`
        SELECT d.created_at, d.content_id FROM content_tags d
        ${whereClause([sql`d.tag_key = ${key}`, ...shared])}`,
    );
    return sql`(${join(each, ' UNION ')}) AS d`;
  }
  const [first, ...others] = keys;
  const joins = others.map((key, index) => {
    const other = raw(`d${index}`);
    return sql`JOIN content_tags ${other}
      ON ${other}.created_at = d.created_at AND ${other}.content_id = d.content_id AND ${other}.tag_key = ${key}`;
  });
  return sql`content_tags d ${joins.length === 0 ? empty : join(joins, ' ')}
    ${whereClause([sql`d.tag_key = ${first}`, ...shared])}`;
}

/** FROM and WHERE for the content that meets the criteria, as rows `c`; by the index of words first where need be. */
function matchingContent(criteria: ContentCriteria, words?: readonly TermWords[]): Sql {
  if (!words || !isMisjudged(words))
    return sql`content_items c ${whereClause(allConditions(criteria, words))}`;
  const found = sql`SELECT * FROM content_items c ${whereClause(words.flatMap(indexConditions))} OFFSET 0`;
  return sql`(${found}) AS c ${whereClause(conditionsBesideIndex(criteria, words))}`;
}

/** FROM and WHERE for the content that meets the criteria, as rows `c` or, by tags alone, `d`. */
function matching(criteria: ContentCriteria, words?: readonly TermWords[]): Sql {
  return criteria.tags && isOfTagsOnly(criteria)
    ? carrying(criteria.tags, criteria.shared(tagged))
    : matchingContent(criteria, words);
}

/** Has the rest of the transaction ask the index of words, where the planner would rather read all texts. */
export async function prepareSearching(manager: EntityManager, words: readonly TermWords[]): Promise<void> {
  if (isMisjudged(words)) await runSql(manager, sql`SELECT set_config('enable_seqscan', 'off', true)`);
}

/** Counts what meets the criteria, row by row. */
export async function countMatching(
  executor: SqlExecutor,
  criteria: ContentCriteria,
  words?: readonly TermWords[],
): Promise<number> {
  const [row] = await runSql<{ total: number }>(
    executor,
    sql`SELECT count(*)::int AS total FROM ${matching(criteria, words)}`,
  );
  return row?.total ?? 0;
}

/** What a transaction that reads a walk sees. */
export interface ReadingView {
  snapshot: string;
  /** The journal has entries of transactions yet to come, as after it was restored into a younger cluster. */
  isForeign: boolean;
}

/**
 * Readies a transaction for a question that goes through many rows. Tags come sorted from their index, which the planner
 * forgets over the hash tables it likes to build; bitmaps must not become inexact.
 */
export async function prepareReading(
  manager: EntityManager,
  criteria: ContentCriteria,
): Promise<ReadingView> {
  const hashing = isOfTagsOnly(criteria) ? 'off' : 'on';
  const [view] = await runSql<ReadingView>(
    manager,
    sql`
      SELECT
        pg_current_snapshot()::text AS snapshot,
        COALESCE((SELECT max(xid) FROM content_changes) >= pg_snapshot_xmax(pg_current_snapshot()), FALSE)
          AS "isForeign",
        set_config('work_mem', '64MB', true),
        set_config('enable_hashjoin', ${hashing}, true),
        set_config('enable_hashagg', ${hashing}, true)`,
  );
  return view as ReadingView;
}

/** The key of a row as a text of comma-separated numbers, exact to the millisecond and the last digit. */
function keyText(columns: readonly KeyColumn[]): Sql {
  const numbers = columns.map(({ sql: expression, type }) =>
    type === 'timestamptz' ? sql`(extract(epoch FROM ${expression}) * 1000)::bigint` : expression,
  );
  return sql`concat_ws(',', ${join(numbers)})`;
}

/** Reads the keys of everything that meets the criteria, in order. */
export async function readRows(
  manager: EntityManager,
  { definition, criteria, window }: ListSubject,
  words: readonly TermWords[],
  order: NumericOrder,
): Promise<WalkRows> {
  const { cursor: _cursor, ...fromTheStart } = window;
  const isByTags = isOfTagsOnly(criteria) && isTaggedOrder(definition, window.field);
  const list = isByTags ? taggedList(definition) : definition;
  const columns = orderKeys(list, window.field).map(([, column]) => column);
  const rows = isByTags ? matching(criteria) : matchingContent(criteria, words);
  const [row] = await runSql<{ keys: string | null }>(
    manager,
    sql`SELECT string_agg(${keyText(columns)}, ',' ${orderClause(list, fromTheStart)}) AS keys FROM ${rows}`,
  );
  return new WalkRows(order, Float64Array.from(JSON.parse(`[${row?.keys ?? ''}]`) as number[]));
}

/** What became of a list since a snapshot. */
export interface WalkChanges {
  readonly snapshot: string;
  /** More happened than additions, or too much, or too long ago: what is known of the list is worth nothing. */
  readonly isLost: boolean;
  /** Keys of the added rows that meet the criteria, `1,2;3,4`; null when there are none. */
  readonly arrivals: string | null;
}

/** Finds what a snapshot had not seen, in the words of the journal `content_changes`; one JSON object. */
export function changesSince(
  snapshot: string,
  subject: ListSubject,
  order: NumericOrder | undefined,
): Beside {
  const { criteria } = subject;
  const keys = order ? keyText(order.columns) : sql`'0'`;
  const arrivals = [...allConditions(criteria), sql`c.id IN (SELECT content_id FROM added)`];
  return sql`
    WITH remembered AS MATERIALIZED (
      SELECT ${snapshot}::pg_snapshot AS snapshot, pg_current_snapshot() AS now
    ), unseen AS MATERIALIZED (
      -- What had not begun when the snapshot was taken, and what was under way.
      (
        SELECT content_id, kind, tag_key FROM content_changes
        WHERE xid >= pg_snapshot_xmax(${snapshot}::pg_snapshot)
        UNION ALL
        SELECT content_id, kind, tag_key FROM content_changes
        WHERE xid = ANY (ARRAY(SELECT pg_snapshot_xip(${snapshot}::pg_snapshot)))
      )
      LIMIT ${raw(String(mostChanges + 1))}
    ), added AS MATERIALIZED (
      SELECT content_id FROM unseen WHERE kind = 'added'
    )
    SELECT json_build_object(
      'snapshot', now::text,
      'isLost', (SELECT count(*) FROM unseen) > ${raw(String(mostChanges))}
        OR pg_snapshot_xmin(now)::text::bigint - pg_snapshot_xmin(snapshot)::text::bigint
          NOT BETWEEN 0 AND ${raw(String(longestMemory))}
        -- Of a transaction that has yet to come: the journal was restored into a younger cluster.
        OR COALESCE((SELECT max(xid) FROM content_changes) >= pg_snapshot_xmax(now), FALSE)
        OR EXISTS (
          SELECT FROM unseen
          WHERE kind = 'everything'
            OR (kind = ANY(${kindsOfConcern(subject)}::text[])
                OR kind = 'tags' AND tag_key = ANY(${criteria.tags?.keys ?? []}::int[]))
              AND content_id NOT IN (SELECT content_id FROM added)
            -- It may have been there before.
            OR kind = 'removed' AND content_id IN (SELECT content_id FROM added)
        ),
      'arrivals', (SELECT string_agg(${keys}, ';') FROM content_items c ${whereClause(arrivals)})
    )
    FROM remembered`;
}

export function parseKeys(text: string | null): RowKey[] {
  return text === null ? [] : text.split(';').map((key) => key.split(',').map(Number));
}

const kindOfOrder: Readonly<Record<string, string>> = {
  updated_at: 'touched',
  quality_score: 'quality',
  title: 'title',
};

/** Kinds of change that can move a row into the list, out of it or to another place in it. */
function kindsOfConcern({ criteria, definition, window }: ListSubject): string[] {
  const ofOrder = orderKeys(definition, window.field).flatMap(([name]) => kindOfOrder[name] ?? []);
  // Content that goes loses its tags first, which tells lists by tag more exactly whether they are concerned.
  return [...new Set([...criteria.sensitiveTo, ...ofOrder, ...(criteria.tags ? [] : ['removed'])])];
}
