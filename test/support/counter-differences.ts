import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../src/database/run-sql.js';

export interface CounterDifference {
  counter: string;
  counted: number;
  actual: number;
}

/** Compares every counter of content with a count of the rows it stands for. */
export function counterDifferences(executor: SqlExecutor): Promise<CounterDifference[]> {
  return runSql<CounterDifference>(
    executor,
    sql`
      WITH actual AS (
        SELECT concat_ws(' ', creator_id, day, source_type, is_private) AS counter, count(*) AS n
        FROM (SELECT *, (created_at AT TIME ZONE 'UTC')::date AS day FROM content_items) AS c
        GROUP BY GROUPING SETS (
          (creator_id, source_type, is_private), (day, source_type, is_private), (source_type, is_private)
        )
        UNION ALL
        SELECT concat_ws(' ', 'tag', tag_key, source_type, is_private), count(*)
        FROM content_tags GROUP BY tag_key, source_type, is_private
      ), counted AS (
        SELECT concat_ws(' ', creator_id, day, source_type, is_private) AS counter, sum(total) AS n
        FROM content_counters GROUP BY 1
        UNION ALL
        SELECT concat_ws(' ', 'tag', tag_key, source_type, is_private), sum(total) FROM tag_counters GROUP BY 1
      )
      SELECT counter, coalesce(counted.n, 0) AS counted, coalesce(actual.n, 0) AS actual
      FROM actual FULL JOIN counted USING (counter)
      WHERE coalesce(counted.n, 0) <> coalesce(actual.n, 0)`,
  );
}
