/**
 * Traffic of every pattern over a look-back, from route_analytics_hourly. Means are over the hours with traffic, so a
 * pattern with one busy hour looks busy (contract §4.15). Cost: about 1 µs a row.
 */
import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import type { PatternTraffic } from './cache-planner.js';

/** All patterns requested after `since`; nothing is cut off before the score is known. Served by uq_route_analytics_hourly. */
export async function listPatternTraffic(executor: SqlExecutor, since: Date): Promise<PatternTraffic[]> {
  return await runSql<PatternTraffic>(
    executor,
    sql`
      SELECT
        route,
        method,
        query_params_normalized AS params,
        avg(total_requests)::float8 AS "avgHourlyRequests",
        coalesce(avg(p95_duration_ms), 0)::float8 AS "avgP95DurationMs",
        coalesce(avg(unique_users), 0)::float8 AS "avgUniqueUsers",
        sum(total_requests)::float8 AS "totalRequests",
        sum(successful_requests)::float8 / sum(total_requests) AS "successRate"
      FROM route_analytics_hourly
      WHERE "timestamp" > ${since}::timestamptz
        AND total_requests > 0
      GROUP BY route, method, query_params_normalized`,
  );
}
