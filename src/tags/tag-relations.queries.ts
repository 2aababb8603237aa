// Walks through the hierarchy breadth first, level by level: each step takes the whole last level at once and leaves
// out what was met before, so that every edge is followed once however many ways lead to a tag, and cycles come to an
// end. (Recursion over (tag, depth) pairs follows an edge once a depth: fifty times as often in a tangle.)
// Served by the primary key of tag_parents upwards, by idx_tag_parents_parent downwards.
import sql, { raw } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { TagRelationDto } from './tag.dto.js';

export type TagDirection = 'up' | 'down';

const columnsOf = {
  up: { from: raw('tag_id'), to: raw('parent_id') },
  down: { from: raw('parent_id'), to: raw('tag_id') },
};

/**
 * Every tag within `maxDepth` steps of one, with the least number of steps, nearest first, then by name; the tag
 * itself is not among them.
 * @returns undefined when there is no such tag
 */
export async function findRelations(
  executor: SqlExecutor,
  tagId: string,
  direction: TagDirection,
  maxDepth: number,
): Promise<TagRelationDto[] | undefined> {
  const { from, to } = columnsOf[direction];
  const rows = await runSql<TagRelationDto>(
    executor,
    sql`
      WITH RECURSIVE levels AS (
        SELECT 0 AS depth, ARRAY[id] AS ids, ARRAY[id] AS met
        FROM tags
        WHERE id = ${tagId}
        UNION ALL
        SELECT l.depth + 1, next.ids, l.met || next.ids
        FROM levels l
        CROSS JOIN LATERAL (
          SELECT ARRAY(
            SELECT e.${to} FROM tag_parents e WHERE e.${from} = ANY(l.ids)
            EXCEPT
            SELECT unnest(l.met)
          ) AS ids
        ) AS next
        WHERE l.depth < ${maxDepth} AND cardinality(next.ids) > 0
      )
      SELECT t.id, t.name, l.depth
      FROM levels l
      CROSS JOIN LATERAL unnest(l.ids) AS reached (id)
      JOIN tags t ON t.id = reached.id
      ORDER BY l.depth, t.name, t.id`,
  );
  return rows.length === 0 ? undefined : rows.slice(1);
}
