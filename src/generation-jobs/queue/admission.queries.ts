import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import type { GenerationJob } from '../generation-job.entity.js';
import { jobColumns } from '../generation-job.queries.js';

/** Gives a user's next jobs the free places; two at once take turns. Indexes of the admitted and of the waiting jobs. */
export function admitJobs(
  executor: SqlExecutor,
  userId: string,
  most: number,
  now: Date,
): Promise<GenerationJob[]> {
  return runSql<GenerationJob>(
    executor,
    sql`SELECT ${jobColumns} FROM admit_generation_jobs(${userId}, ${most}, ${now}) j`,
  );
}

/** Users with jobs that wait although there are places; skips from user to user along the index of waiting jobs. */
export async function findUsersToAdmit(
  executor: SqlExecutor,
  most: number,
  limit: number,
): Promise<string[]> {
  const rows = await runSql<{ userId: string }>(
    executor,
    sql`
      WITH RECURSIVE waiting_users AS (
        (
          SELECT user_id
          FROM generation_jobs
          WHERE status = 'pending' AND admitted_at IS NULL
          ORDER BY user_id
          LIMIT 1
        )
        UNION ALL
        SELECT (
          SELECT j.user_id
          FROM generation_jobs j
          WHERE j.status = 'pending' AND j.admitted_at IS NULL AND j.user_id > w.user_id
          ORDER BY j.user_id
          LIMIT 1
        )
        FROM waiting_users w
        WHERE w.user_id IS NOT NULL
      )
      SELECT w.user_id AS "userId"
      FROM waiting_users w
      WHERE w.user_id IS NOT NULL
        AND (SELECT count(*) FROM generation_jobs j WHERE j.user_id = w.user_id AND j.admitted_at IS NOT NULL) < ${most}
      LIMIT ${limit}`,
  );
  return rows.map(({ userId }) => userId);
}

/** Admitted jobs that nobody has taken yet, from the given id on; all of them should have an entry in the queue. */
export function findAdmittedPending(
  executor: SqlExecutor,
  { afterId, admittedBefore, limit }: { afterId: number; admittedBefore: Date; limit: number },
): Promise<GenerationJob[]> {
  return runSql<GenerationJob>(
    executor,
    sql`
      SELECT ${jobColumns}
      FROM generation_jobs j
      WHERE j.admitted_at < ${admittedBefore} AND j.status = 'pending' AND j.id > ${afterId}
      ORDER BY j.id
      LIMIT ${limit}`,
  );
}
