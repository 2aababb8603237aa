/**
 * Recomputes hours of route_analytics_hourly from route_analytics. A row equals a recompute from the raw events whatever
 * happened before: running it again changes nothing, and rows of patterns that have no events any more go. The hours are
 * UTC hours in every session time zone, because the bounds are instants. Cost: about 2 µs an event, over the primary key
 * of the hour's partition.
 */
import sql, { type Sql } from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { sketchOf } from '../../stream-pipeline/dd-sketch.queries.js';
import type { TimeRange } from '../../stream-pipeline/event-pipeline.js';
import { isWithin, measureList, rollUpHours } from '../../stream-pipeline/roll-up-hours.js';

const measures = measureList([
  'total_requests',
  'successful_requests',
  'client_errors',
  'server_errors',
  'avg_duration_ms',
  'p50_duration_ms',
  'p95_duration_ms',
  'p99_duration_ms',
  'duration_sketch',
  'unique_users',
  'avg_request_size_bytes',
  'avg_response_size_bytes',
  'avg_db_query_count',
  'cache_hits',
  'cache_misses',
]);

/**
 * A pattern is a route, method and params; its 64-bit hash stands for it, because sorting an hour by jsonb takes longer
 * than all the rest. Two of 100,000 patterns share a hash in one of three thousand million hours.
 */
const patternHash = sql`
  jsonb_hash_extended(query_params_normalized, hashtextextended(route, hashtextextended(method, 0)))`;

/** OFFSET 0 hides what a pattern is made of: from the statistics of the parts the planner expects far too many. */
function eventsOf(hour: TimeRange): Sql {
  return sql`
    SELECT
      ${patternHash} AS pattern,
      ctid AS event,
      user_id,
      duration_ms,
      status_code,
      request_size_bytes,
      response_size_bytes,
      db_query_count,
      cache_status
    FROM route_analytics
    WHERE ${isWithin(hour)}
    OFFSET 0`;
}

const totalsOfEvents = sql`
  SELECT
    min(event) AS sample,
    count(*) AS total_requests,
    count(*) FILTER (WHERE status_code BETWEEN 200 AND 299) AS successful_requests,
    count(*) FILTER (WHERE status_code BETWEEN 400 AND 499) AS client_errors,
    count(*) FILTER (WHERE status_code >= 500) AS server_errors,
    round(avg(duration_ms)) AS avg_duration_ms,
    percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration_ms) AS percentiles,
    array_agg(duration_ms) AS durations,
    count(DISTINCT user_id) AS unique_users,
    round(avg(request_size_bytes)) AS avg_request_size_bytes,
    round(avg(response_size_bytes)) AS avg_response_size_bytes,
    avg(db_query_count) AS avg_db_query_count,
    count(*) FILTER (WHERE cache_status = 'hit') AS cache_hits,
    count(*) FILTER (WHERE cache_status = 'miss') AS cache_misses
  FROM events
  GROUP BY pattern`;

/** A ctid names one row of the hour, because an hour lies within one daily partition. */
function rowsOf(hour: TimeRange): Sql {
  return sql`
    SELECT
      samples.route,
      samples.method,
      samples.query_params_normalized,
      totals.*,
      round(percentiles[1]) AS p50_duration_ms,
      round(percentiles[2]) AS p95_duration_ms,
      round(percentiles[3]) AS p99_duration_ms,
      duration_sketch
    FROM totals
    JOIN route_analytics AS samples ON samples.ctid = totals.sample AND ${isWithin(hour)}
    CROSS JOIN LATERAL (${sketchOf(sql`durations`)}) AS sketches`;
}

function rollUpHour(hour: TimeRange): Sql {
  return sql`
    WITH events AS (${eventsOf(hour)}),
    totals AS (${totalsOfEvents}),
    written AS (
      INSERT INTO route_analytics_hourly ("timestamp", route, method, query_params_normalized, ${measures.columns})
      SELECT ${hour.from}::timestamptz, route, method, query_params_normalized, ${measures.columns}
      FROM (${rowsOf(hour)}) AS hourly_rows
      ON CONFLICT ("timestamp", route, method, params_hash) DO UPDATE SET ${measures.updates}, updated_at = DEFAULT
      RETURNING id
    ),
    stale AS (
      DELETE FROM route_analytics_hourly
      WHERE "timestamp" = ${hour.from}::timestamptz
        AND id NOT IN (SELECT id FROM written)
    )
    SELECT count(*)::int AS written
    FROM written`;
}

/** Recomputes the whole UTC hours that the range touches, within the caller's transaction; answers the rows written. */
export function rollUpRouteHours(manager: EntityManager, range: TimeRange): Promise<number> {
  return rollUpHours(manager, range, rollUpHour);
}
