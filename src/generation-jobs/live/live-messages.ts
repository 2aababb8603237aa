import type { JobStatus } from '../generation-job.entity.js';
import type { WatchedRow } from './job-feed.queries.js';

/** A job as it was when its client came, told before any event; `seq` is that of the last event it contains. */
export interface SnapshotMessage {
  readonly type: 'snapshot';
  readonly job_id: number;
  readonly seq: number;
  readonly status: JobStatus;
  readonly content_id?: number;
  readonly error?: string;
  /** When the job last changed. */
  readonly timestamp: string;
}

export function toSnapshotMessage(row: WatchedRow): SnapshotMessage {
  return {
    type: 'snapshot',
    job_id: row.id,
    seq: row.lastSeq,
    status: row.status,
    ...(row.contentId !== null && { content_id: row.contentId }),
    ...(row.errorMessage !== null && { error: row.errorMessage }),
    timestamp: row.updatedAt.toISOString(),
  };
}

/** What else the server says over a WebSocket; updates are sent as they were published. */
export type SocketMessage =
  | SnapshotMessage
  | { readonly type: 'connection'; readonly job_id: number; readonly status: 'connected' }
  | { readonly type: 'connection'; readonly job_ids: readonly number[]; readonly status: 'connected' }
  | { readonly type: 'pong' }
  | { readonly type: 'error'; readonly job_id?: number; readonly error: string }
  /** Of a socket for several jobs, none of which there is; without a type, as clients know it. */
  | { readonly error: string };
