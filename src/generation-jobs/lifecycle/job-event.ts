import type { JobStatus } from '../generation-job.entity.js';

/** What clients are told: `started` and `processing` are both a job that is running; `pending` is one to be tried again. */
export const JobEventStatus = {
  Pending: 'pending',
  Started: 'started',
  Processing: 'processing',
  Completed: 'completed',
  Failed: 'failed',
  Cancelled: 'cancelled',
} as const;
export type JobEventStatus = (typeof JobEventStatus)[keyof typeof JobEventStatus];

/** One thing that happened to a job, as it stands in generation_job_events and goes over the wire. */
export interface JobEvent {
  readonly job_id: number;
  /** Counts from 1 within a job, without gaps. */
  readonly seq: number;
  readonly status: JobEventStatus;
  /** ISO-8601 in UTC. */
  readonly timestamp: string;
  /** Percent, from 0 to 100; of `processing`. */
  readonly progress?: number;
  /** Of `completed`. */
  readonly content_id?: number | null;
  readonly output_paths?: readonly string[];
  /** Of `failed`, `cancelled` with a reason, and `pending` after a failed attempt. */
  readonly error?: string | null;
}

/** The event a job's entry into a state is. */
export const eventOfState: Readonly<Record<JobStatus, JobEventStatus>> = {
  pending: JobEventStatus.Pending,
  running: JobEventStatus.Started,
  completed: JobEventStatus.Completed,
  failed: JobEventStatus.Failed,
  cancelled: JobEventStatus.Cancelled,
};

/** Redis channel on which the events of one job are announced. */
export function jobChannel(namespace: string, jobId: number): string {
  return `${namespace}:job:${jobId}`;
}
