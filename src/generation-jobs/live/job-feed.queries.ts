/**
 * What the live feed reads: rows of watched jobs and pages of their events, each by primary key and for many clients at
 * once. A page holds the numbers `after + 1` to `after + eventsPerPage`; events are never changed, only deleted.
 */
import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import type { JobStatus } from '../generation-job.entity.js';
import type { JobEvent } from '../lifecycle/job-event.js';
import { FeedEvent } from './feed-event.js';

export const eventsPerPage = 100;

/** A job as a snapshot shows it. */
export interface WatchedRow {
  readonly id: number;
  readonly status: JobStatus;
  readonly contentId: number | null;
  readonly errorMessage: string | null;
  readonly updatedAt: Date;
  /** Number of its newest event; 0 before the first. */
  readonly lastSeq: number;
}

/** A page of one job's events. */
export interface EventPage {
  readonly jobId: number;
  readonly after: number;
}

export async function readWatchedRows(
  executor: SqlExecutor,
  ids: readonly number[],
): Promise<Map<number, WatchedRow>> {
  const rows = await runSql<WatchedRow>(
    executor,
    sql`
      SELECT id, status, content_id AS "contentId", error_message AS "errorMessage", updated_at AS "updatedAt",
        last_event_seq AS "lastSeq"
      FROM generation_jobs
      WHERE id = ANY(${ids}::int[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Events in ascending order, one list for each page asked for. */
export async function readEventPages(
  executor: SqlExecutor,
  pages: readonly EventPage[],
): Promise<FeedEvent[][]> {
  const rows = await runSql<{ page: number; event: JobEvent }>(
    executor,
    sql`
      SELECT asked.page::int AS page, e.event
      FROM unnest(
        ${pages.map(({ jobId }) => jobId)}::int[],
        ${pages.map(({ after }) => after)}::int[]
      ) WITH ORDINALITY AS asked(job_id, after, page)
      JOIN generation_job_events e
        ON e.job_id = asked.job_id AND e.seq > asked.after AND e.seq <= asked.after + ${eventsPerPage}
      ORDER BY asked.page, e.seq`,
  );
  const found: FeedEvent[][] = pages.map(() => []);
  for (const { page, event } of rows) found[page - 1]?.push(FeedEvent.of(event));
  return found;
}
