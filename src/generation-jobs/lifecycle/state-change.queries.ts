/**
 * One statement a transition: the row changes only if it is in a state the change may come from (and, for workers, only
 * under the token of their attempt), its events are counted up and the event is stored beside it. Whoever loses a race
 * changes nothing. Cost: the primary key of the job, one row of events.
 */
import sql, { join, type Sql } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import { type GenerationJob, JobStatus } from '../generation-job.entity.js';
import { jobColumns } from '../generation-job.queries.js';
import { eventOfState, type JobEvent } from './job-event.js';

/** A worker that takes a job; its writes carry the token from then on. */
export interface Taker {
  readonly token: string;
  readonly workerName: string;
}

/** What is said of a transition beside the state it leads to. */
export interface ChangeDetails {
  readonly taker?: Taker;
  readonly contentId?: number | null;
  readonly errorMessage?: string | null;
  readonly errorType?: string | null;
  readonly outputPaths?: readonly string[];
  /** The model that was used, where none was asked for. */
  readonly model?: string | null;
  /** Earliest time of the next attempt. */
  readonly availableAt?: Date;
  /** The attempt that ends here was none of the job's doing and does not count. */
  readonly isAttemptReturned?: boolean;
}

/** A change of state, of any number of jobs at once. */
export interface StateChange {
  readonly jobIds: readonly number[];
  readonly to: JobStatus;
  readonly from: readonly JobStatus[];
  /** Only while this attempt holds the job. */
  readonly token?: string;
  /** Only if the worker has been silent since. */
  readonly silentSince?: Date;
  /** Only if the job has its place in the queue, and its time has come. */
  readonly isAdmitted?: boolean;
  readonly details: ChangeDetails;
  readonly now: Date;
}

/** A job after its transition, and the event that tells of it. */
export interface ChangedJob {
  readonly job: GenerationJob;
  readonly event: JobEvent;
}

/** Nobody works on it: neither attempt nor place in the queue. */
const unclaimed = sql`attempt_token = NULL, claimed_by = NULL, heartbeat_at = NULL, admitted_at = NULL`;

function errorOf({ errorMessage, errorType }: ChangeDetails): Sql {
  return sql`error_message = ${errorMessage ?? null}, error_type = ${errorType ?? null}`;
}

/** With the reason of the last attempt, where there was one that failed. */
function enteringPending({ details }: StateChange): Sql {
  return sql`
    ${unclaimed},
    ${errorOf(details)},
    started_at = NULL,
    available_at = ${details.availableAt ?? null},
    attempts = j.attempts - ${details.isAttemptReturned ? 1 : 0}`;
}

/** Jobs taken over HTTP are nobody's the reconciler could tell alive from dead, and take no place in the queue. */
function enteringRunning({ details, now }: StateChange): Sql {
  const { taker } = details;
  const claim = taker
    ? sql`attempt_token = ${taker.token}, claimed_by = ${taker.workerName}, heartbeat_at = ${now}`
    : unclaimed;
  return sql`
    ${claim},
    started_at = COALESCE(j.started_at, ${now}),
    available_at = NULL,
    attempts = j.attempts + 1,
    error_message = NULL,
    error_type = NULL`;
}

function entering(change: StateChange): Sql {
  const { details, now } = change;
  const ended = sql`${unclaimed}, available_at = NULL, completed_at = COALESCE(j.completed_at, ${now})`;
  switch (change.to) {
    case JobStatus.Pending:
      return enteringPending(change);
    case JobStatus.Running:
      return enteringRunning(change);
    case JobStatus.Completed:
      return sql`
        ${ended},
        content_id = ${details.contentId ?? null},
        checkpoint_model = COALESCE(j.checkpoint_model, ${details.model ?? null}),
        error_message = NULL,
        error_type = NULL`;
    case JobStatus.Failed:
    case JobStatus.Cancelled:
      return sql`${ended}, ${errorOf(details)}`;
  }
}

function conditionOf({ jobIds, from, token, silentSince, isAdmitted, now }: StateChange): Sql {
  const conditions = [sql`j.id = ANY(${jobIds}::int[])`, sql`j.status = ANY(${from}::text[])`];
  if (token !== undefined) conditions.push(sql`j.attempt_token = ${token}`);
  if (silentSince !== undefined) conditions.push(sql`j.heartbeat_at < ${silentSince}`);
  if (isAdmitted) {
    conditions.push(sql`j.admitted_at IS NOT NULL AND COALESCE(j.available_at <= ${now}, TRUE)`);
  }
  return join(conditions, ' AND ');
}

/** What the event tells beside its job, number, state and time. */
function eventDetails({ to, details }: StateChange): Partial<JobEvent> {
  switch (to) {
    case JobStatus.Completed:
      return { content_id: details.contentId ?? null, output_paths: details.outputPaths ?? [] };
    case JobStatus.Failed:
      return { error: details.errorMessage ?? null };
    case JobStatus.Pending:
    case JobStatus.Cancelled:
      return details.errorMessage ? { error: details.errorMessage } : {};
    case JobStatus.Running:
      return {};
  }
}

interface NewEvent {
  readonly status: JobEvent['status'];
  readonly now: Date;
  readonly details: Partial<JobEvent>;
}

/** Runs an UPDATE of `generation_jobs j` that counts last_event_seq up, and stores the events it stands for. */
async function runWithEvents(
  executor: SqlExecutor,
  update: Sql,
  { status, now, details }: NewEvent,
): Promise<ChangedJob[]> {
  const head = { status, timestamp: now.toISOString(), ...details };
  const rows = await runSql<GenerationJob & { event: JobEvent }>(
    executor,
    sql`
      WITH changed AS (
        ${update}
        RETURNING j.*
      ), stored AS (
        INSERT INTO generation_job_events (job_id, seq, event, created_at)
        SELECT id, last_event_seq,
          jsonb_build_object('job_id', id, 'seq', last_event_seq) || ${JSON.stringify(head)}::jsonb, ${now}
        FROM changed
        RETURNING job_id, event
      )
      SELECT ${jobColumns}, stored.event
      FROM changed j
      JOIN stored ON stored.job_id = j.id
      ORDER BY j.created_at, j.id`,
  );
  return rows.map(({ event, ...job }) => ({ job, event }));
}

/** Answers the jobs that changed, oldest first; the others were not, or no longer, as the transition needs them. */
export function applyChange(executor: SqlExecutor, change: StateChange): Promise<ChangedJob[]> {
  const { now, to } = change;
  const update = sql`
    UPDATE generation_jobs j
    SET status = ${to}, updated_at = ${now}, last_event_seq = j.last_event_seq + 1, ${entering(change)}
    WHERE ${conditionOf(change)}`;
  return runWithEvents(executor, update, {
    status: eventOfState[to],
    now,
    details: eventDetails(change),
  });
}

/** Progress of a running attempt; a sign of life as well. */
export function applyProgress(
  executor: SqlExecutor,
  { jobId, token, progress, now }: { jobId: number; token: string; progress: number; now: Date },
): Promise<ChangedJob[]> {
  const update = sql`
    UPDATE generation_jobs j
    SET heartbeat_at = ${now}, updated_at = ${now}, last_event_seq = j.last_event_seq + 1
    WHERE j.id = ${jobId} AND j.status = 'running' AND j.attempt_token = ${token}`;
  return runWithEvents(executor, update, { status: 'processing', now, details: { progress } });
}

/** The oldest pending jobs that nobody else is taking at the moment; the index of states, read from its oldest end. */
export async function lockOldestPending(executor: SqlExecutor, most: number): Promise<number[]> {
  const rows = await runSql<{ id: number }>(
    executor,
    sql`
      SELECT j.id
      FROM generation_jobs j
      WHERE j.status = 'pending'
      ORDER BY j.created_at, j.id
      LIMIT ${most}
      FOR NO KEY UPDATE SKIP LOCKED`,
  );
  return rows.map(({ id }) => id);
}
