import sql from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import type { SourceType } from '../content/content-kind.js';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { PopularTagDto } from './tag.dto.js';

export interface PopularTagFilter {
  limit: number;
  minCardinality: number;
  source?: SourceType | undefined;
}

/** The tags of most content; ties for the last place are broken by name, so names are looked up for those alone. */
export function findPopular(
  executor: SqlExecutor,
  { limit, minCardinality, source }: PopularTagFilter,
): Promise<PopularTagDto[]> {
  const counted =
    source === undefined
      ? sql`
          SELECT tag_id, sum(cardinality)::int AS cardinality
          FROM tag_cardinality_stats
          GROUP BY tag_id
          HAVING sum(cardinality) >= ${minCardinality}`
      : sql`
          SELECT tag_id, cardinality
          FROM tag_cardinality_stats
          WHERE content_source = ${source} AND cardinality >= ${minCardinality}`;
  return runSql(
    executor,
    sql`
      WITH most AS (${counted} ORDER BY 2 DESC FETCH FIRST ${limit} ROWS WITH TIES)
      SELECT t.id, t.name, m.cardinality
      FROM most m
      JOIN tags t ON t.id = m.tag_id
      ORDER BY m.cardinality DESC, t.name, t.id
      LIMIT ${limit}`,
  );
}

/**
 * Makes the statistics what the counters say at this moment and answers how many there are. The counters are kept in
 * the transactions that tag content, a piece of content carries a tag once, so they count distinct content.
 * The transaction must hold lockStatistics.
 */
export async function replaceStatistics(manager: EntityManager, now: Date): Promise<number> {
  const [row] = await runSql<{ refreshed: number }>(
    manager,
    sql`
      WITH counted AS MATERIALIZED (
        SELECT t.id AS tag_id, c.source_type AS content_source, sum(c.total)::int AS cardinality
        FROM tag_counters c
        JOIN tags t ON t.key = c.tag_key
        GROUP BY t.id, c.source_type
        HAVING sum(c.total) > 0
      ), stale AS (
        DELETE FROM tag_cardinality_stats s
        WHERE NOT EXISTS (
          SELECT FROM counted c WHERE c.tag_id = s.tag_id AND c.content_source = s.content_source
        )
      ), refreshed AS (
        INSERT INTO tag_cardinality_stats (tag_id, content_source, cardinality, updated_at)
        SELECT tag_id, content_source, cardinality, ${now} FROM counted
        ON CONFLICT (tag_id, content_source) DO UPDATE SET
          cardinality = excluded.cardinality,
          updated_at = excluded.updated_at
        RETURNING 1
      )
      SELECT count(*)::int AS refreshed FROM refreshed`,
  );
  return row?.refreshed ?? 0;
}

/** Lets one transaction at a time replace the statistics, while all may read them. */
export async function lockStatistics(manager: EntityManager): Promise<void> {
  await runSql(manager, sql`LOCK TABLE tag_cardinality_stats IN SHARE ROW EXCLUSIVE MODE`);
}
