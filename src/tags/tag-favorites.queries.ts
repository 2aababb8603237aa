import sql from 'sql-template-tag';
import { runReturning, runSql, type SqlExecutor } from '../database/run-sql.js';
import type { TagSummaryDto } from './tag.dto.js';

/** The tags a user marked, in the order of marking; the primary key finds them. */
export function findFavorites(executor: SqlExecutor, userId: string): Promise<TagSummaryDto[]> {
  return runSql(
    executor,
    sql`
      SELECT t.id, t.name
      FROM user_favorite_tags f
      JOIN tags t ON t.id = f.tag_id
      WHERE f.user_id = ${userId}
      ORDER BY f.position`,
  );
}

/** Marks a tag unless it is marked already. */
export async function addFavorite(
  executor: SqlExecutor,
  tagId: string,
  userId: string,
  now: Date,
): Promise<void> {
  await runSql(
    executor,
    sql`
      INSERT INTO user_favorite_tags (user_id, tag_id, created_at)
      VALUES (${userId}, ${tagId}, ${now})
      ON CONFLICT (user_id, tag_id) DO NOTHING`,
  );
}

/** Answers whether the tag was marked. */
export async function removeFavorite(executor: SqlExecutor, tagId: string, userId: string): Promise<boolean> {
  const removed = await runReturning(
    executor,
    sql`DELETE FROM user_favorite_tags WHERE user_id = ${userId} AND tag_id = ${tagId} RETURNING tag_id`,
  );
  return removed.length > 0;
}
