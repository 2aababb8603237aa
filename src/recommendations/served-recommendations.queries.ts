import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';

/**
 * Marks recommendations as served, unless one of them does not exist; answers the ids that do. The first time served
 * counts. All are locked before any is changed, in the order in which generating takes them, so that callers who
 * overlap wait instead of deadlocking. The primary key finds them.
 */
export async function markServed(
  executor: SqlExecutor,
  distinctIds: readonly number[],
  now: Date,
): Promise<number[]> {
  const found = await runSql<{ id: number }>(
    executor,
    sql`
      WITH targets AS MATERIALIZED (
        SELECT id
        FROM recommendations
        WHERE id = ANY(${distinctIds}::int8[])
        ORDER BY user_id, content_item_id, algorithm_version, id
        FOR NO KEY UPDATE
      ), marked AS (
        UPDATE recommendations r
        SET is_served = TRUE, served_at = COALESCE(r.served_at, ${now})
        FROM targets
        WHERE r.id = targets.id
          AND (NOT r.is_served OR r.served_at IS NULL)
          AND (SELECT count(*) FROM targets) = ${distinctIds.length}
      )
      SELECT id FROM targets`,
  );
  return found.map(({ id }) => id);
}
