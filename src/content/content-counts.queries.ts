// Totals from content_counters, which a trigger keeps true in the transaction of each write: exact at any size, and
// a handful of index entries to read. Rows of the whole (creator and day NULL) and of one creator (day NULL) are used.
import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { ContentFilter } from './content-filter.js';
import type { SourceType } from './content-kind.js';

/** Numbers of content in the four cells of the unified list. */
export interface CellCounts {
  own: Record<SourceType, number>;
  others: Record<SourceType, number>;
}

/** Counts the four cells; without a user everything is somebody else's. */
export async function countCells(executor: SqlExecutor, userId: string | undefined): Promise<CellCounts> {
  const rows = await runSql<{ source_type: SourceType; own: number; everyone: number }>(
    executor,
    sql`
      SELECT
        source_type,
        COALESCE(sum(total) FILTER (WHERE creator_id IS NOT NULL), 0)::int AS own,
        COALESCE(sum(total) FILTER (WHERE creator_id IS NULL), 0)::int AS everyone
      FROM content_counters
      WHERE day IS NULL AND (creator_id IS NULL OR creator_id = ${userId ?? null}::uuid)
      GROUP BY source_type`,
  );
  const of = (type: SourceType): { own: number; everyone: number } =>
    rows.find((row) => row.source_type === type) ?? { own: 0, everyone: 0 };
  const [items, auto] = [of('items'), of('auto')];
  return {
    own: { items: items.own, auto: auto.own },
    others: { items: items.everyone - items.own, auto: auto.everyone - auto.own },
  };
}

const counted = new Set(['sourceType', 'creatorId', 'publicOnly']);

/** True when the counters know how many rows the filter lets pass. */
export function isCountedExactly(filter: ContentFilter): boolean {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return given.every(([name]) => counted.has(name));
}

/** Counts what a filter lets pass that names nothing but source, creator and privacy. */
export async function countFromCounters(executor: SqlExecutor, filter: ContentFilter): Promise<number> {
  const creator =
    filter.creatorId === undefined ? sql`creator_id IS NULL` : sql`creator_id = ${filter.creatorId}::uuid`;
  const [row] = await runSql<{ total: number }>(
    executor,
    sql`
      SELECT COALESCE(sum(total), 0)::int AS total
      FROM content_counters
      WHERE day IS NULL
        AND ${creator}
        AND (${filter.sourceType ?? null}::text IS NULL OR source_type = ${filter.sourceType ?? null})
        AND (NOT ${filter.publicOnly ?? false}::boolean OR NOT is_private)`,
  );
  return row?.total ?? 0;
}
