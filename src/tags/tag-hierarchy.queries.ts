import sql, { raw } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { TagStatisticsDto } from './tag-hierarchy.dto.js';
import { meanRating } from './tag-list.js';
import type { TagSummaryDto } from './tag.dto.js';

/** A tag in the hierarchy, its parents by name; `newestChange` is the same in every row. */
export interface TagNodeRow {
  id: string;
  name: string;
  slug: string;
  parents: string[];
  rating: number | null;
  ratingCount: number | null;
  newestChange: Date;
}

/** All tags by name, in one statement, so that every parent is among them; reads both tables whole, each once. */
export function loadHierarchy(executor: SqlExecutor): Promise<TagNodeRow[]> {
  return runSql(
    executor,
    sql`
      WITH links AS (
        SELECT e.tag_id, array_agg(p.id ORDER BY p.name, p.id) AS parents
        FROM tag_parents e
        JOIN tags p ON p.id = e.parent_id
        GROUP BY e.tag_id
      )
      SELECT
        t.id,
        t.name,
        t.slug,
        COALESCE(l.parents, '{}') AS parents,
        ${raw(meanRating)} AS rating,
        r.rating_count AS "ratingCount",
        (SELECT max(updated_at) FROM tags) AS "newestChange"
      FROM tags t
      LEFT JOIN links l ON l.tag_id = t.id
      LEFT JOIN tag_rating_totals r ON r.tag_id = t.id
      ORDER BY t.name, t.id`,
  );
}

const rootsOnly = raw('NOT EXISTS (SELECT FROM tag_parents e WHERE e.tag_id = t.id)');

/** Tags without a parent, by name. */
export function findRoots(executor: SqlExecutor): Promise<TagSummaryDto[]> {
  return runSql(executor, sql`SELECT t.id, t.name FROM tags t WHERE ${rootsOnly} ORDER BY t.name, t.id`);
}

/** Counts tags, links and roots. */
export async function countHierarchy(executor: SqlExecutor): Promise<TagStatisticsDto> {
  const [row] = await runSql<TagStatisticsDto>(
    executor,
    sql`
      SELECT
        (SELECT count(*)::int FROM tags) AS "totalNodes",
        (SELECT count(*)::int FROM tag_parents) AS "totalRelationships",
        (SELECT count(*)::int FROM tags t WHERE ${rootsOnly}) AS "rootCategories"`,
  );
  return row as TagStatisticsDto;
}
