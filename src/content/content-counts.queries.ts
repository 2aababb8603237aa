// Totals from content_counters and tag_counters, which triggers keep true in the transaction of each write: exact at any
// size, and a handful of index entries to read. A creator's rows have no day, a day's no creator, the whole has neither.
import sql, { join, raw, type Sql } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { ContentFilter } from './content-filter.js';
import type { SourceType } from './content-kind.js';

/** Numbers of content in the four cells of the unified list. */
export interface CellCounts {
  own: BySource;
  others: BySource;
}

/** The four cells as `[own, everyone's]`, each by source; without a user nothing is one's own. */
export function cellsBeside(userId: string | undefined): Sql {
  const bySource = (group: Sql): Sql => sql`(
    SELECT json_build_object(
      'items', COALESCE(sum(total) FILTER (WHERE source_type = 'items'), 0),
      'auto', COALESCE(sum(total) FILTER (WHERE source_type = 'auto'), 0)
    )
    FROM content_counters
    WHERE day IS NULL AND ${group})`;
  const own = userId === undefined ? sql`FALSE` : sql`creator_id = ${userId}::uuid`;
  return sql`SELECT json_build_array(${bySource(own)}, ${bySource(sql`creator_id IS NULL`)})`;
}

type BySource = Record<SourceType, number>;
export type CellFigures = readonly [own: BySource, everyone: BySource];

export function toCellCounts([own, everyone]: CellFigures): CellCounts {
  return { own, others: { items: everyone.items - own.items, auto: everyone.auto - own.auto } };
}

const countedOfCreator = new Set(['sourceType', 'creatorId', 'publicOnly']);
const countedOfTag = new Set(['sourceType', 'publicOnly', 'tags']);

/** True when the counters know how many rows the filter lets pass: by creator or by one tag, source and privacy. */
export function isCountedExactly(filter: ContentFilter): boolean {
  const given = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (!filter.tags) return given.every((name) => countedOfCreator.has(name));
  return given.every((name) => countedOfTag.has(name)) && new Set(filter.tags.keys).size === 1;
}

/** Number of rows that pass a filter which is counted exactly. */
export function counterSum(filter: ContentFilter): Sql {
  const { sourceType, creatorId, publicOnly, tags } = filter;
  const conditions = [
    tags ? sql`tag_key = ${tags.keys[0]}` : sql`day IS NULL`,
    ...(tags
      ? []
      : [creatorId === undefined ? sql`creator_id IS NULL` : sql`creator_id = ${creatorId}::uuid`]),
    ...(sourceType === undefined ? [] : [sql`source_type = ${sourceType}`]),
    ...(publicOnly ? [sql`NOT is_private`] : []),
  ];
  const counters = raw(tags ? 'tag_counters' : 'content_counters');
  return sql`SELECT COALESCE(sum(total), 0) FROM ${counters} WHERE ${join(conditions, ' AND ')}`;
}

/** How much content carries each of the tags. */
export async function countTags(
  executor: SqlExecutor,
  keys: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows = await runSql<{ key: number; total: number }>(
    executor,
    sql`
      SELECT tag_key AS key, sum(total)::int AS total
      FROM tag_counters
      WHERE tag_key = ANY(${keys}::int[])
      GROUP BY tag_key`,
  );
  return new Map(rows.map(({ key, total }) => [key, total]));
}

/** How much content of each day passes a filter by source and privacy. */
export function totalsByDay({ sourceType, publicOnly }: ContentFilter): Sql {
  return sql`
    SELECT day, sum(total) AS total
    FROM content_counters
    WHERE day IS NOT NULL
      AND (${sourceType ?? null}::text IS NULL OR source_type = ${sourceType ?? null})
      AND (NOT ${publicOnly ?? false}::boolean OR NOT is_private)
    GROUP BY day`;
}

/** Runs a piece of upkeep, which does a bounded part of it at a time, until nothing is left; answers how much was done. */
async function repeat(executor: SqlExecutor, part: Sql): Promise<number> {
  let total = 0;
  for (;;) {
    const [row] = await runSql<{ done: number }>(executor, sql`SELECT ${part} AS done`);
    if (!row || row.done === 0) return total;
    total += row.done;
  }
}

/** Adds up what writers appended to the journal of the counters and nobody has folded yet, so that readers need not. */
export function foldCounters(executor: SqlExecutor): Promise<number> {
  return repeat(executor, sql`fold_counters()`);
}

/** Deletes the part of the journal of content that no walk goes back to. */
export function forgetContentChanges(executor: SqlExecutor): Promise<number> {
  return repeat(executor, sql`forget_content_changes()`);
}
