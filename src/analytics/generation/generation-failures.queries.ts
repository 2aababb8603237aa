import sql, { type Sql } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import type { TimeRange } from '../../stream-pipeline/event-pipeline.js';

export interface FailureKind {
  readonly errorType: string;
  readonly count: number;
  readonly meanMs: number | null;
  /** Different ones, the most recent first. */
  readonly sampleMessages: readonly string[];
}

const samples = 3;

const failures = (since: Date): Sql => sql`
  SELECT
    coalesce(error_type, 'unknown') AS error_type,
    error_message,
    duration_ms,
    "timestamp"
  FROM generation_events
  WHERE event_type = 'completion'
    AND NOT success
    AND "timestamp" >= ${since}::timestamptz`;

/** The latest messages of each kind of `failures`. */
const latestMessages = sql`
  SELECT
    error_type,
    array_agg(error_message ORDER BY place) AS sample_messages
  FROM (
    SELECT
      error_type,
      error_message,
      row_number() OVER (PARTITION BY error_type ORDER BY max("timestamp") DESC, error_message) AS place
    FROM failures
    WHERE error_message IS NOT NULL
    GROUP BY error_type, error_message
  ) AS messages
  WHERE place <= ${samples}
  GROUP BY error_type`;

/** Failures since then by kind, most frequent first. Served by idx_generation_events_failure; about 5 µs a failure. */
export function sumFailures(executor: SqlExecutor, since: Date): Promise<FailureKind[]> {
  return runSql(
    executor,
    sql`
      WITH failures AS MATERIALIZED (${failures(since)}),
      samples AS (${latestMessages})
      SELECT
        error_type AS "errorType",
        count(*)::int AS count,
        avg(duration_ms)::float8 AS "meanMs",
        coalesce(sample_messages, '{}') AS "sampleMessages"
      FROM failures
      LEFT JOIN samples USING (error_type)
      GROUP BY error_type, sample_messages
      ORDER BY count DESC, error_type`,
  );
}

export interface FailureDay {
  /** Start of the UTC day. */
  readonly day: Date;
  readonly completions: number;
  readonly failures: number;
}

/**
 * Days of the range with completions, oldest first. A day is a partition, read from end to end: about 0.3 µs an event.
 * Days are counted one by one, since the planner would sort all events to group them.
 */
export function listFailureDays(executor: SqlExecutor, { from, to }: TimeRange): Promise<FailureDay[]> {
  return runSql(
    executor,
    sql`
      SELECT
        days.day,
        completions,
        failures
      FROM generate_series(
        date_trunc('day', ${from}::timestamptz, 'UTC'),
        ${to}::timestamptz,
        INTERVAL '24 hours'
      ) AS days (day)
      CROSS JOIN LATERAL (
        SELECT
          (count(*) FILTER (WHERE event_type = 'completion'))::int AS completions,
          (count(*) FILTER (WHERE event_type = 'completion' AND NOT success))::int AS failures
        FROM generation_events
        WHERE "timestamp" >= days.day
          AND "timestamp" < days.day + INTERVAL '24 hours'
          AND "timestamp" >= ${from}::timestamptz
          AND "timestamp" < ${to}::timestamptz
      ) AS counts
      WHERE completions > 0
      ORDER BY days.day`,
  );
}
