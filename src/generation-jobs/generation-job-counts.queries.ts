import sql, { empty } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { JobStatus, JobType } from './generation-job.entity.js';

/** How many jobs of one type are in one state, and how long those that were measured took together. */
export interface JobTally {
  readonly status: JobStatus;
  readonly jobType: JobType;
  readonly total: number;
  /** Of completed jobs whose start is known. */
  readonly measured: number;
  readonly seconds: number;
}

/** One user's jobs by their index; everyone's in one pass over the table, which PostgreSQL shares out. */
export function tallyJobs(executor: SqlExecutor, userId?: string): Promise<JobTally[]> {
  return runSql<JobTally>(
    executor,
    sql`
      SELECT
        status,
        job_type AS "jobType",
        count(*)::int AS total,
        count(completed_at - started_at) FILTER (WHERE status = 'completed')::int AS measured,
        COALESCE(
          extract(epoch FROM sum(completed_at - started_at) FILTER (WHERE status = 'completed')), 0
        )::float8 AS seconds
      FROM generation_jobs
      ${userId === undefined ? empty : sql`WHERE user_id = ${userId}`}
      GROUP BY status, job_type`,
  );
}

/** Reads the index of states alone. */
export function countByStatus(executor: SqlExecutor): Promise<{ status: JobStatus; total: number }[]> {
  return runSql(executor, sql`SELECT status, count(*)::int AS total FROM generation_jobs GROUP BY status`);
}
