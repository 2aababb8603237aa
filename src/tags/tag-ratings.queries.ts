import sql, { raw } from 'sql-template-tag';
import { runReturning, runSql, type SqlExecutor } from '../database/run-sql.js';
import type { GivenRating } from './tag-rating.dto.js';
import type { TagRating } from './tag-rating.entity.js';

const columns = raw(
  `id, user_id AS "userId", tag_id AS "tagId", rating, created_at AS "createdAt", updated_at AS "updatedAt"`,
);

/**
 * Stores what a user gives a tag, in place of what the user gave it before. One statement on one rating and one row of
 * totals, always in this order: writers wait for each other and cannot deadlock.
 */
export async function upsertRating(
  executor: SqlExecutor,
  tagId: string,
  { userId, rating }: GivenRating,
  now: Date,
): Promise<TagRating> {
  const [row] = await runSql<TagRating>(
    executor,
    sql`
      INSERT INTO tag_ratings (user_id, tag_id, rating, created_at, updated_at)
      VALUES (${userId}, ${tagId}, ${rating}, ${now}, ${now})
      ON CONFLICT (user_id, tag_id) DO UPDATE SET rating = excluded.rating, updated_at = excluded.updated_at
      RETURNING ${columns}`,
  );
  return row as TagRating;
}

/** Answers whether there was such a rating. */
export async function deleteRating(executor: SqlExecutor, tagId: string, userId: string): Promise<boolean> {
  const deleted = await runReturning(
    executor,
    sql`DELETE FROM tag_ratings WHERE user_id = ${userId} AND tag_id = ${tagId} RETURNING id`,
  );
  return deleted.length > 0;
}

/** What a user gave a tag; undefined when there is no such tag. */
export async function findRating(
  executor: SqlExecutor,
  tagId: string,
  userId: string,
): Promise<{ rating: number | null } | undefined> {
  const [row] = await runSql<{ rating: number | null }>(
    executor,
    sql`
      SELECT r.rating
      FROM tags t
      LEFT JOIN tag_ratings r ON r.tag_id = t.id AND r.user_id = ${userId}
      WHERE t.id = ${tagId}`,
  );
  return row;
}

/** What a user gave some tags; served by uq_user_tag_rating. */
export function findRatings(
  executor: SqlExecutor,
  tagIds: readonly string[],
  userId: string,
): Promise<{ tagId: string; rating: number }[]> {
  return runSql(
    executor,
    sql`
      SELECT tag_id AS "tagId", rating
      FROM tag_ratings
      WHERE user_id = ${userId} AND tag_id = ANY(${tagIds}::uuid[])`,
  );
}
