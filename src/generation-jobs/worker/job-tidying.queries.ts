import sql from 'sql-template-tag';
import { runReturning, type SqlExecutor } from '../../database/run-sql.js';

/**
 * Deletes events of jobs that ended before, at most `limit`; answers how many. Reads the events there are, which are few
 * as long as this happens regularly, with their jobs by primary key.
 */
export async function deleteOldEvents(
  executor: SqlExecutor,
  { endedBefore, limit }: { endedBefore: Date; limit: number },
): Promise<number> {
  const deleted = await runReturning(
    executor,
    sql`
      DELETE FROM generation_job_events
      WHERE (job_id, seq) IN (
        SELECT e.job_id, e.seq
        FROM generation_job_events e
        JOIN generation_jobs j ON j.id = e.job_id
        WHERE j.completed_at < ${endedBefore}
        LIMIT ${limit}
      )
      RETURNING seq`,
  );
  return deleted.length;
}
