import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../../src/database/run-sql.js';

interface NewRow {
  userId: string;
  contentItemId?: number | null;
  type?: string;
  rating?: number | null;
  duration?: number | null;
  createdAt?: Date;
}

/** Stores the same interaction so many times in a single statement and answers the ids. */
export async function insertInteractions(
  executor: SqlExecutor,
  { userId, contentItemId = null, type = 'view', rating = null, duration = null, createdAt }: NewRow,
  count = 1,
): Promise<number[]> {
  const rows = await runSql<{ id: number }>(
    executor,
    sql`
      INSERT INTO user_interactions (user_id, content_item_id, interaction_type, rating, duration, created_at)
      SELECT ${userId}, ${contentItemId}, ${type}, ${rating}, ${duration},
        ${createdAt ?? new Date('2026-11-20T12:00:00Z')}
      FROM generate_series(1, ${count}::int)
      RETURNING id`,
  );
  return rows.map(({ id }) => id);
}

interface Difference {
  counter: string;
  counted: string;
  actual: string;
}

/** Compares every counter of interactions, and the number of users who have any, with the rows they stand for. */
export function counterDifferences(executor: SqlExecutor): Promise<Difference[]> {
  return runSql<Difference>(
    executor,
    sql`
      WITH interactions AS (
        SELECT *, (created_at AT TIME ZONE 'UTC')::date AS day FROM user_interactions
      ), actual AS (
        SELECT
          concat_ws(' ', user_id, content_item_id, day, interaction_type, rating) AS counter,
          concat_ws(' ', count(*), count(duration), coalesce(sum(duration), 0)) AS figures
        FROM interactions
        GROUP BY GROUPING SETS (
          (user_id, interaction_type, rating), (content_item_id, interaction_type, rating),
          (day, interaction_type, rating), (interaction_type, rating)
        )
        HAVING content_item_id IS NOT NULL OR GROUPING(content_item_id) = 1
        UNION ALL
        SELECT 'users', count(DISTINCT user_id)::text FROM interactions
      ), counters AS (
        SELECT user_id::text AS of, interaction_type, rating, total, timed, duration FROM interaction_counters_by_user
        UNION ALL
        SELECT content_item_id::text, interaction_type, rating, total, timed, duration
        FROM interaction_counters_by_content
        UNION ALL
        SELECT day::text, interaction_type, rating, total, timed, duration FROM interaction_counters_by_day
        UNION ALL
        SELECT NULL, interaction_type, rating, total, timed, duration FROM interaction_counters_overall
      ), counted AS (
        SELECT
          concat_ws(' ', of, interaction_type, rating) AS counter,
          concat_ws(' ', sum(total), sum(timed), sum(duration)) AS figures
        FROM counters
        GROUP BY of, interaction_type, rating
        HAVING sum(total) <> 0 OR sum(timed) <> 0 OR sum(duration) <> 0
        UNION ALL
        SELECT 'users', total::text FROM interacting_users
      )
      SELECT counter, counted.figures AS counted, actual.figures AS actual
      FROM actual FULL JOIN counted USING (counter)
      WHERE counted.figures IS DISTINCT FROM actual.figures`,
  );
}
