/**
 * Figures of many hours, from generation_metrics_hourly. Means are weighted by the generations they are of; percentiles
 * come from the merged sketches of the hours. Served by uq_generation_metrics_hourly_timestamp. Cost: about 10 µs an
 * hour, so 20 ms for 90 days.
 */
import sql, { type Sql } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import { type MergedBins, mergedSketches, toSketch } from '../../stream-pipeline/dd-sketch.queries.js';
import type { GenerationCounts } from './generation-counts.js';
import { type Quantiles, quantiles } from './quantiles.js';

/** What an hour and a number of hours have in common. */
export interface GenerationPeriod extends GenerationCounts {
  /** Start of the hour, of the day, or of the first hour there is. */
  readonly startsAt: Date;
  /** Of several hours the most of any one, because users of two hours may be the same. */
  readonly users: number | null;
  /** Of several hours the mean of the hours' means. */
  readonly meanQueueLength: number | null;
  readonly longestQueue: number | null;
  readonly images: number;
}

export interface SeveralHours extends GenerationPeriod {
  readonly hours: number;
  readonly latestHour: Date;
}

interface SumRow extends Omit<SeveralHours, 'quantiles'>, Partial<MergedBins> {
  readonly hoursWithDurations: number;
  /** Of the one hour with durations, where there is just one. */
  readonly hourQuantiles: Quantiles;
}

const measures = sql`
  total_requests AS requests,
  successful_generations AS successes,
  failed_generations AS failures,
  cancelled_generations AS cancellations,
  avg_duration_ms AS "meanMs",
  unique_users AS users,
  avg_queue_length AS "meanQueueLength",
  max_queue_length AS "longestQueue",
  coalesce(total_images_generated, 0) AS images`;

const hourQuantiles = sql`
  CASE WHEN avg_duration_ms IS NOT NULL
    THEN ARRAY[p50_duration_ms, p95_duration_ms, p99_duration_ms]
  END`;

/** `durations` is how many of the hour's generations have one: those of its sketch, or all when it was loaded without. */
function hoursSince(since: Date, bucket: Sql): Sql {
  return sql`
    SELECT
      ${bucket} AS bucket,
      "timestamp",
      ${measures},
      ${hourQuantiles} AS hour_quantiles,
      duration_sketch,
      durations
    FROM generation_metrics_hourly
    CROSS JOIN LATERAL (SELECT duration_sketch || '{}' AS pairs OFFSET 0) AS sketches
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(pairs[i]), successful_generations + failed_generations)::float8 AS durations
      FROM generate_series(2, cardinality(pairs), 2) AS i
    ) AS counts
    WHERE "timestamp" >= ${since}::timestamptz`;
}

const sumsOfHours = sql`
  SELECT
    bucket,
    coalesce(bucket, min("timestamp")) AS "startsAt",
    count(*)::int AS hours,
    max("timestamp") AS "latestHour",
    sum(requests)::float8 AS requests,
    sum(successes)::float8 AS successes,
    sum(failures)::float8 AS failures,
    sum(cancellations)::float8 AS cancellations,
    sum("meanMs" * durations) / nullif(sum(durations) FILTER (WHERE "meanMs" IS NOT NULL), 0) AS "meanMs",
    count(hour_quantiles)::int AS "hoursWithDurations",
    max(hour_quantiles) AS "hourQuantiles",
    max(users) AS users,
    avg("meanQueueLength") AS "meanQueueLength",
    max("longestQueue") AS "longestQueue",
    sum(images)::float8 AS images
  FROM hours
  GROUP BY bucket`;

/** An hour alone has exact percentiles; those of several are merged, each within 1 % of exact. */
function toSeveralHours({
  bins,
  counts,
  hourQuantiles: exact,
  hoursWithDurations,
  ...sums
}: SumRow): SeveralHours {
  if (hoursWithDurations === 1) return { ...sums, quantiles: exact };
  if (!bins || !counts) return { ...sums, quantiles: null };
  const sketch = toSketch({ bins, counts });
  const [p50, p95, p99] = quantiles.map((q) => sketch.quantile(q) as number);
  return { ...sums, quantiles: [p50, p95, p99] as Quantiles };
}

async function sumHours(executor: SqlExecutor, since: Date, bucket: Sql): Promise<SeveralHours[]> {
  const rows = await runSql<SumRow>(
    executor,
    sql`
      WITH hours AS MATERIALIZED (${hoursSince(since, bucket)}),
      sums AS (${sumsOfHours}),
      sketches AS (${mergedSketches(sql`SELECT bucket, duration_sketch FROM hours`)})
      SELECT sums.*, bins, counts
      FROM sums
      LEFT JOIN sketches ON sketches.bucket IS NOT DISTINCT FROM sums.bucket
      ORDER BY "startsAt"`,
  );
  return rows.map(toSeveralHours);
}

/** All hours since then as one; undefined when there are none. */
export async function sumAllHours(executor: SqlExecutor, since: Date): Promise<SeveralHours | undefined> {
  const [all] = await sumHours(executor, since, sql`NULL::timestamptz`);
  return all;
}

/** The hours since then by UTC day, oldest first. */
export function sumHoursByDay(executor: SqlExecutor, since: Date): Promise<SeveralHours[]> {
  return sumHours(executor, since, sql`date_trunc('day', "timestamp", 'UTC')`);
}

/** The hours since then as they are, oldest first. */
export function listHours(executor: SqlExecutor, since: Date): Promise<GenerationPeriod[]> {
  return runSql(
    executor,
    sql`
      SELECT
        "timestamp" AS "startsAt",
        ${measures},
        ${hourQuantiles} AS quantiles
      FROM generation_metrics_hourly
      WHERE "timestamp" >= ${since}::timestamptz
      ORDER BY "timestamp"`,
  );
}

/** Means over the hours of one hour of the day. */
export interface HourOfDay {
  readonly hourOfDay: number;
  readonly hours: number;
  readonly meanRequests: number;
  readonly meanQueueLength: number | null;
  readonly meanLongestQueue: number | null;
  readonly meanP95Ms: number | null;
  readonly meanUsers: number | null;
}

/** The hours of the day (UTC) there is anything of, busiest first. */
export function listHoursOfDay(executor: SqlExecutor, since: Date): Promise<HourOfDay[]> {
  return runSql(
    executor,
    sql`
      SELECT
        extract(hour FROM "timestamp" AT TIME ZONE 'UTC')::int AS "hourOfDay",
        count(*)::int AS hours,
        avg(total_requests)::float8 AS "meanRequests",
        avg(avg_queue_length) AS "meanQueueLength",
        avg(max_queue_length)::float8 AS "meanLongestQueue",
        avg(p95_duration_ms)::float8 AS "meanP95Ms",
        avg(unique_users)::float8 AS "meanUsers"
      FROM generation_metrics_hourly
      WHERE "timestamp" >= ${since}::timestamptz
      GROUP BY 1
      ORDER BY "meanRequests" DESC, "hourOfDay"`,
  );
}
