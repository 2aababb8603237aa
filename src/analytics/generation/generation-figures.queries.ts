/**
 * What the jobs' rows say of now and of the last while. Read from the table directly, because the events lag behind by
 * minutes. Cost: one index range scan each, 2 to 3 µs a job asked for, ended or active in the time.
 */
import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';

export interface RecentFigures {
  /** Jobs asked for since then, and by how many users. */
  readonly requests: number;
  readonly users: number;
  /** Jobs that ended since then. */
  readonly completed: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Of those completed and failed, from start to end; null when there are none. */
  readonly meanSeconds: number | null;
  /** p50, p95 and p99 of the same. */
  readonly quantileSeconds: readonly number[] | null;
  /** Jobs as they are now. */
  readonly pending: number;
  readonly running: number;
}

/** The quantiles of RecentFigures. */
export const recentQuantiles = [0.5, 0.95, 0.99] as const;

/** Served by idx_generation_jobs_created, idx_generation_jobs_completed and idx_generation_jobs_active_user. */
export async function readRecentFigures(executor: SqlExecutor, since: Date): Promise<RecentFigures> {
  const [figures] = await runSql<RecentFigures>(
    executor,
    sql`
      WITH asked AS (
        SELECT
          count(*)::int AS requests,
          count(DISTINCT user_id)::int AS users
        FROM generation_jobs
        WHERE created_at >= ${since}::timestamptz
      ),
      outcomes AS (
        SELECT
          status,
          CASE WHEN status <> 'cancelled' THEN extract(epoch FROM completed_at - started_at)::float8 END AS seconds
        FROM generation_jobs
        WHERE completed_at >= ${since}::timestamptz
      ),
      ended AS (
        SELECT
          (count(*) FILTER (WHERE status = 'completed'))::int AS completed,
          (count(*) FILTER (WHERE status = 'failed'))::int AS failed,
          (count(*) FILTER (WHERE status = 'cancelled'))::int AS cancelled,
          avg(seconds) AS "meanSeconds",
          percentile_cont(${recentQuantiles}::float8[]) WITHIN GROUP (ORDER BY seconds) AS "quantileSeconds"
        FROM outcomes
      ),
      active AS (
        SELECT
          (count(*) FILTER (WHERE status = 'pending'))::int AS pending,
          (count(*) FILTER (WHERE status = 'running'))::int AS running
        FROM generation_jobs
        WHERE status IN ('pending', 'running')
      )
      SELECT *
      FROM asked, ended, active`,
  );
  return figures as RecentFigures;
}

export interface TotalFigures {
  readonly users: number;
  readonly generations: number;
}

/** Counts whole tables: 50 to 100 ms a million rows. */
export async function readTotalFigures(executor: SqlExecutor): Promise<TotalFigures> {
  const [figures] = await runSql<TotalFigures>(
    executor,
    sql`
      SELECT
        (SELECT count(*)::int FROM users) AS users,
        (SELECT count(*)::int FROM generation_jobs) AS generations`,
  );
  return figures as TotalFigures;
}
