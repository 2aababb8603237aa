import type { DataSource } from 'typeorm';

/** A job that a worker has. */
export interface JobAtWork {
  readonly id: number;
  /** Its name as rows have it. */
  readonly worker: string;
  readonly prompt: string;
}

/** A job as the database has it in the end. */
export interface StoredJob {
  readonly id: number;
  readonly status: string;
  readonly jobType: string;
  readonly completedAt: Date;
  /** Of its events, in order. */
  readonly seqs: number[];
  readonly statuses: string[];
  readonly contents: number;
  /** Without thumbnails. */
  readonly files: number;
}

/** What the database of a test knows of generation jobs. */
export class JobRecords {
  constructor(private readonly dataSource: DataSource) {}

  atWork(): Promise<JobAtWork[]> {
    return this.dataSource.query<JobAtWork[]>(
      `SELECT id, prompt, claimed_by AS worker FROM generation_jobs WHERE status = 'running' AND claimed_by IS NOT NULL
       ORDER BY id`,
    );
  }

  /** Prompts of the jobs that have not ended. */
  async openPrompts(): Promise<string[]> {
    const rows = await this.dataSource.query<{ prompt: string }[]>(
      `SELECT DISTINCT prompt FROM generation_jobs WHERE completed_at IS NULL`,
    );
    return rows.map(({ prompt }) => prompt);
  }

  /** How often jobs were to be begun anew. */
  async countRetries(): Promise<number> {
    const [row] = await this.dataSource.query<{ retries: number }[]>(
      `SELECT count(*)::int AS retries FROM generation_job_events WHERE event->>'status' = 'pending'`,
    );
    return row!.retries;
  }

  stored(ids: readonly number[]): Promise<StoredJob[]> {
    return this.dataSource.query<StoredJob[]>(
      `SELECT j.id, j.status, j.job_type AS "jobType", j.completed_at AS "completedAt",
         array_agg(e.seq ORDER BY e.seq) AS seqs,
         array_agg(e.event->>'status' ORDER BY e.seq) AS statuses,
         (SELECT count(*)::int FROM content_items c
          WHERE c.item_metadata->>'generation_job_id' = j.id::text) AS contents,
         (SELECT count(*)::int FROM content_files f WHERE f.content_id = j.content_id AND f.variant = 'original') AS files
       FROM generation_jobs j JOIN generation_job_events e ON e.job_id = j.id
       WHERE j.id = ANY($1) GROUP BY j.id ORDER BY j.id`,
      [ids],
    );
  }
}
