/** One user's generations, from the raw events. Served by idx_generation_events_user. Cost: 2 to 3 µs an event. */
import sql, { type Sql } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import type { GenerationCounts } from './generation-counts.js';
import { exactQuantiles } from './quantiles.js';

export interface UserTotals extends GenerationCounts {
  /** Of events of any kind. */
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
}

function eventsOf(userId: string, since: Date): Sql {
  return sql`user_id = ${userId} AND "timestamp" >= ${since}::timestamptz`;
}

/** Sums and durations; durations are those of completions. */
export async function sumUserEvents(executor: SqlExecutor, userId: string, since: Date): Promise<UserTotals> {
  const [totals] = await runSql<UserTotals>(
    executor,
    sql`
      SELECT
        (count(*) FILTER (WHERE event_type = 'request'))::int AS requests,
        (count(*) FILTER (WHERE event_type = 'completion' AND success))::int AS successes,
        (count(*) FILTER (WHERE event_type = 'completion' AND NOT success))::int AS failures,
        (count(*) FILTER (WHERE event_type = 'cancellation'))::int AS cancellations,
        avg(duration_ms)::float8 AS "meanMs",
        ${exactQuantiles(sql`duration_ms`)} AS quantiles,
        min("timestamp") AS "firstAt",
        max("timestamp") AS "lastAt"
      FROM generation_events
      WHERE ${eventsOf(userId, since)}`,
  );
  return totals as UserTotals;
}

export interface RecentGeneration {
  readonly at: Date;
  readonly durationMs: number | null;
  readonly success: boolean;
  readonly errorType: string | null;
  readonly generationType: string | null;
}

/** The latest completions, newest first. */
export function listUserCompletions(
  executor: SqlExecutor,
  userId: string,
  since: Date,
  limit: number,
): Promise<RecentGeneration[]> {
  return runSql(
    executor,
    sql`
      SELECT
        "timestamp" AS at,
        duration_ms AS "durationMs",
        success,
        error_type AS "errorType",
        generation_type AS "generationType"
      FROM generation_events
      WHERE ${eventsOf(userId, since)}
        AND event_type = 'completion'
      ORDER BY "timestamp" DESC, stream_id DESC
      LIMIT ${limit}`,
  );
}

export interface FailureCount {
  readonly errorType: string;
  readonly count: number;
}

/** Failures by kind, most frequent first; those of no kind are left out. */
export function countUserFailures(
  executor: SqlExecutor,
  userId: string,
  since: Date,
): Promise<FailureCount[]> {
  return runSql(
    executor,
    sql`
      SELECT
        error_type AS "errorType",
        count(*)::int AS count
      FROM generation_events
      WHERE ${eventsOf(userId, since)}
        AND event_type = 'completion'
        AND NOT success
        AND error_type IS NOT NULL
      GROUP BY error_type
      ORDER BY count DESC, error_type`,
  );
}
