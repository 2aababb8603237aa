/** What a forecast is made of. The line reads every admitted, waiting and running job, by its partial index each. */
import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import type { GenerationJob } from '../generation-job.entity.js';
import type { MeasuredJob } from './measured-durations.js';
import { farthest, type WaitingUsers } from './queue-line.js';

export interface LineRow {
  readonly admitted: number;
  /** Ids of the admitted jobs that wait, in the order they are taken in. */
  readonly first: readonly number[];
  readonly waiting: readonly WaitingUsers[];
  readonly workers: number;
  /** Jobs run by workers, and those taken over HTTP. */
  readonly inside: number;
  readonly outside: number;
}

export async function readLine(executor: SqlExecutor): Promise<LineRow> {
  const [row] = await runSql<LineRow>(
    executor,
    sql`
      WITH admitted AS (
        SELECT id, row_number() OVER (ORDER BY admitted_at, id) AS place
        FROM generation_jobs
        WHERE admitted_at IS NOT NULL AND status = 'pending'
      ), waiting AS (
        SELECT count(*) AS jobs
        FROM generation_jobs
        WHERE status = 'pending' AND admitted_at IS NULL
        GROUP BY user_id
      ), groups AS (
        SELECT jobs, count(*) AS users
        FROM waiting
        GROUP BY jobs
      ), running AS (
        SELECT claimed_by
        FROM generation_jobs
        WHERE status = 'running'
      )
      SELECT
        (SELECT count(*)::int FROM admitted) AS admitted,
        COALESCE((SELECT json_agg(id ORDER BY place) FROM admitted WHERE place <= ${farthest.place}), '[]') AS first,
        COALESCE((SELECT json_agg(groups) FROM groups), '[]') AS waiting,
        (SELECT count(DISTINCT claimed_by)::int FROM running) AS workers,
        (SELECT count(claimed_by)::int FROM running) AS inside,
        (SELECT count(*)::int FROM running WHERE claimed_by IS NULL) AS outside`,
  );
  return row as LineRow;
}

/** Jobs are looked at this far back, whatever became of them. */
const latestEnded = 1_000;

/** Newest first; the index of completion. */
export function readDurations(executor: SqlExecutor): Promise<MeasuredJob[]> {
  return runSql<MeasuredJob>(
    executor,
    sql`
      SELECT job_type AS "jobType", width * height * batch_size AS pixels,
        extract(epoch FROM completed_at - started_at)::float8 AS seconds
      FROM (
        SELECT job_type, status, width, height, batch_size, started_at, completed_at, id
        FROM generation_jobs
        WHERE completed_at IS NOT NULL
        ORDER BY completed_at DESC, id DESC
        LIMIT ${latestEnded}
      ) AS ended
      WHERE status = 'completed' AND started_at IS NOT NULL
      ORDER BY completed_at DESC, id DESC`,
  );
}

/**
 * The places of jobs among those of their users that are not admitted yet; without those too far back. Walks each user's
 * part of the index of waiting jobs until the last of theirs asked for is found.
 */
export async function findTurns(
  executor: SqlExecutor,
  jobs: readonly Pick<GenerationJob, 'id' | 'userId'>[],
): Promise<ReadonlyMap<number, number>> {
  const rows = await runSql<{ id: number; turn: number }>(
    executor,
    sql`
      SELECT own.id, own.turn
      FROM (
        SELECT user_id, count(*) AS jobs
        FROM unnest(${jobs.map(({ userId }) => userId)}::uuid[]) AS asked (user_id)
        GROUP BY user_id
      ) AS asked
      CROSS JOIN LATERAL (
        SELECT id, turn
        FROM (
          SELECT id, (row_number() OVER (ORDER BY priority DESC, created_at, id))::int AS turn
          FROM generation_jobs
          WHERE user_id = asked.user_id AND status = 'pending' AND admitted_at IS NULL
          ORDER BY priority DESC, created_at, id
          LIMIT ${farthest.turn}
        ) AS turns
        WHERE id = ANY(${jobs.map(({ id }) => id)}::int[])
        LIMIT asked.jobs
      ) AS own`,
  );
  return new Map(rows.map(({ id, turn }) => [id, turn]));
}
