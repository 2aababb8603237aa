import sql, { empty } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';

interface Totals {
  total: number;
  averageScore: number;
}

/** How many recommendations there are of one algorithm, and beside that of all. */
export interface AlgorithmTotals extends Totals {
  algorithm: string;
  overall: Totals & { served: number };
}

/** Labels are the clients' own: without a limit, an answer could name as many as there are recommendations. */
const mostAlgorithms = 1000;

/**
 * Totals of one user's recommendations or of everyone's by algorithm, the busiest first; none when there are none. One
 * user's are found by idx_recommendations_user; everyone's are one pass over the table, which PostgreSQL can share out.
 */
export function totalsByAlgorithm(executor: SqlExecutor, userId?: string): Promise<AlgorithmTotals[]> {
  return runSql(
    executor,
    sql`
      SELECT
        algorithm_version AS algorithm,
        count(*)::int AS total,
        avg(recommendation_score)::float8 AS "averageScore",
        jsonb_build_object(
          'total', sum(count(*)) OVER (),
          'served', sum(count(*) FILTER (WHERE is_served OR served_at IS NOT NULL)) OVER (),
          'averageScore', sum(sum(recommendation_score)) OVER () / sum(count(*)) OVER ()
        ) AS overall
      FROM recommendations
      ${userId === undefined ? empty : sql`WHERE user_id = ${userId}`}
      GROUP BY algorithm_version
      ORDER BY total DESC, algorithm
      LIMIT ${mostAlgorithms}`,
  );
}
