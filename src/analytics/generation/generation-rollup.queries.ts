/**
 * Recomputes hours of generation_metrics_hourly from generation_events, one row an hour. The row equals a recompute from
 * the raw events whatever happened before: running it again changes nothing, and the row of an hour that has no events
 * any more goes. Cost: about 1 µs an event, over the primary key of the hour's partition.
 */
import sql, { type Sql } from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { sketchOf } from '../../stream-pipeline/dd-sketch.queries.js';
import type { TimeRange } from '../../stream-pipeline/event-pipeline.js';
import { isWithin, measureList, rollUpHours } from '../../stream-pipeline/roll-up-hours.js';
import { exactQuantiles } from './quantiles.js';

/** What an hour is told by. */
export const hourMeasures = [
  'total_requests',
  'successful_generations',
  'failed_generations',
  'cancelled_generations',
  'avg_duration_ms',
  'p50_duration_ms',
  'p95_duration_ms',
  'p99_duration_ms',
  'duration_sketch',
  'unique_users',
  'avg_queue_length',
  'max_queue_length',
  'total_images_generated',
] as const;

const measures = measureList(hourMeasures);

const isRequest = sql`event_type = 'request'`;
const isCompletion = sql`event_type = 'completion'`;

/** One row, also of an hour without events. */
function totalsOf(hour: TimeRange): Sql {
  return sql`
    SELECT
      count(*) AS events,
      count(*) FILTER (WHERE ${isRequest}) AS total_requests,
      count(*) FILTER (WHERE ${isCompletion} AND success) AS successful_generations,
      count(*) FILTER (WHERE ${isCompletion} AND NOT success) AS failed_generations,
      count(*) FILTER (WHERE event_type = 'cancellation') AS cancelled_generations,
      round(avg(duration_ms) FILTER (WHERE ${isCompletion})) AS avg_duration_ms,
      ${exactQuantiles(sql`duration_ms`)} FILTER (WHERE ${isCompletion}) AS percentiles,
      array_agg(duration_ms) FILTER (WHERE ${isCompletion} AND duration_ms IS NOT NULL) AS durations,
      count(DISTINCT user_id) AS unique_users,
      avg(queue_length) FILTER (WHERE ${isRequest}) AS avg_queue_length,
      max(queue_length) FILTER (WHERE ${isRequest}) AS max_queue_length,
      coalesce(sum(coalesce(batch_size, 1)) FILTER (WHERE ${isCompletion} AND success), 0) AS total_images_generated
    FROM generation_events
    WHERE ${isWithin(hour)}`;
}

/** Rounded as numeric, half away from zero, like every other figure. */
const rowsOfTotals = sql`
  SELECT
    totals.*,
    round(percentiles[1]::numeric) AS p50_duration_ms,
    round(percentiles[2]::numeric) AS p95_duration_ms,
    round(percentiles[3]::numeric) AS p99_duration_ms,
    duration_sketch
  FROM totals
  CROSS JOIN LATERAL (${sketchOf(sql`durations`)}) AS sketches
  WHERE events > 0`;

function rollUpHour(hour: TimeRange): Sql {
  return sql`
    WITH totals AS (${totalsOf(hour)}),
    written AS (
      INSERT INTO generation_metrics_hourly ("timestamp", ${measures.columns})
      SELECT ${hour.from}::timestamptz, ${measures.columns}
      FROM (${rowsOfTotals}) AS hourly_row
      ON CONFLICT ("timestamp") DO UPDATE SET ${measures.updates}, updated_at = DEFAULT
      RETURNING id
    ),
    stale AS (
      DELETE FROM generation_metrics_hourly
      WHERE "timestamp" = ${hour.from}::timestamptz
        AND NOT EXISTS (SELECT FROM written)
    )
    SELECT count(*)::int AS written
    FROM written`;
}

/** Recomputes the whole UTC hours that the range touches, within the caller's transaction; answers the rows written. */
export function rollUpGenerationHours(manager: EntityManager, range: TimeRange): Promise<number> {
  return rollUpHours(manager, range, rollUpHour);
}
