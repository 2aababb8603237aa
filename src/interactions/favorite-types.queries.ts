import sql from 'sql-template-tag';
import type { ContentType } from '../content/content-kind.js';
import { runSql, type SqlExecutor } from '../database/run-sql.js';

/**
 * The kinds of content a user did most with, the most used first. Reads the user's part of
 * idx_user_interactions_user_content and looks up each item in it once.
 */
export async function findFavoriteTypes(
  executor: SqlExecutor,
  userId: string,
  most: number,
): Promise<ContentType[]> {
  const rows = await runSql<{ type: ContentType }>(
    executor,
    sql`
      SELECT c.content_type AS type
      FROM (
        SELECT content_item_id, count(*) AS total
        FROM user_interactions
        WHERE user_id = ${userId}
        GROUP BY content_item_id
      ) AS used
      JOIN content_items c ON c.id = used.content_item_id
      GROUP BY c.content_type
      ORDER BY sum(used.total) DESC, c.content_type
      LIMIT ${most}`,
  );
  return rows.map(({ type }) => type);
}
