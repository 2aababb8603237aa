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
    sql`
      SELECT ${jobColumns}
      FROM admit_generation_jobs(${userId}, ${most}, ${now}) j
      ORDER BY j.priority DESC, j.created_at, j.id`,
  );
}

/** Users with jobs that wait although there are places; skips from user to user along the index of waiting jobs. */
export async function findUsersToAdmit(
  executor: SqlExecutor,
  { most, now, limit }: { most: number; now: Date; limit: number },
): Promise<string[]> {
  const isWaiting = sql`
    j.status = 'pending' AND j.admitted_at IS NULL AND COALESCE(j.available_at <= ${now}, TRUE)`;
  const rows = await runSql<{ userId: string }>(
    executor,
    sql`
      WITH RECURSIVE waiting_users AS (
        (SELECT j.user_id FROM generation_jobs j WHERE ${isWaiting} ORDER BY j.user_id LIMIT 1)
        UNION ALL
        SELECT (
          SELECT j.user_id
          FROM generation_jobs j
          WHERE ${isWaiting} AND j.user_id > w.user_id
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

/** What the entry of an admitted job is made of. */
export type AdmittedJob = Pick<GenerationJob, 'id' | 'userId' | 'celeryTaskId'>;

/** Admitted jobs that nobody has taken yet, user by user; all of them should have an entry in the queue. */
export function findAdmittedPending(
  executor: SqlExecutor,
  { after, admittedBefore, limit }: { after: AdmittedJob | undefined; admittedBefore: Date; limit: number },
): Promise<AdmittedJob[]> {
  const isNext = after ? sql`(user_id, id) > (${after.userId}::uuid, ${after.id})` : sql`TRUE`;
  return runSql<AdmittedJob>(
    executor,
    sql`
      SELECT id, user_id AS "userId", celery_task_id AS "celeryTaskId"
      FROM generation_jobs
      WHERE admitted_at < ${admittedBefore} AND status = 'pending' AND ${isNext}
      ORDER BY user_id, id
      LIMIT ${limit}`,
  );
}
