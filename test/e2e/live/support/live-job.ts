import type { Redis } from 'ioredis';
import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { runSql } from '../../../../src/database/run-sql.js';
import { type JobEvent, jobChannel } from '../../../../src/generation-jobs/lifecycle/job-event.js';
import { createGenerationJobs } from '../../../support/factories/generation-job.factory.js';
import { createUser } from '../../../support/factories/user.factory.js';
import type { TestApp } from '../../../support/test-app.js';

const rowStates: Readonly<Record<JobEvent['status'], string>> = {
  pending: 'pending',
  started: 'running',
  processing: 'running',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
};

type Details = Partial<Pick<JobEvent, 'progress' | 'error' | 'content_id' | 'output_paths'>>;

/** A job whose events a test stores and publishes by itself, so that it decides what gets lost on the way. */
export class LiveJob {
  private constructor(
    private readonly dataSource: DataSource,
    private readonly redis: Redis,
    readonly channel: string,
    readonly id: number,
  ) {}

  static async create({ dataSource, redis }: Pick<TestApp, 'dataSource' | 'redis'>): Promise<LiveJob> {
    const user = await createUser(dataSource);
    const [job] = await createGenerationJobs(dataSource, user.id, [{}]);
    return new LiveJob(dataSource, redis.client, jobChannel(redis.ns, job!.id), job!.id);
  }

  /** Commits an event and tells nobody. */
  async store(status: JobEvent['status'], details: Details = {}): Promise<JobEvent> {
    const [row] = await runSql<{ event: JobEvent }>(
      this.dataSource,
      sql`
        WITH changed AS (
          UPDATE generation_jobs
          SET status = ${rowStates[status]}, last_event_seq = last_event_seq + 1, updated_at = now(),
            error_message = ${details.error ?? null}
          WHERE id = ${this.id}
          RETURNING id, last_event_seq
        )
        INSERT INTO generation_job_events (job_id, seq, event)
        SELECT id, last_event_seq, jsonb_build_object('job_id', id, 'seq', last_event_seq)
          || ${JSON.stringify({ status, timestamp: new Date().toISOString(), ...details })}::jsonb
        FROM changed
        RETURNING event`,
    );
    return row!.event;
  }

  async publish(event: JobEvent): Promise<void> {
    await this.redis.publish(this.channel, JSON.stringify(event));
  }

  async tell(status: JobEvent['status'], details?: Details): Promise<JobEvent> {
    const event = await this.store(status, details);
    await this.publish(event);
    return event;
  }

  /** What the retention of events does. */
  async forget(upTo: number): Promise<void> {
    await runSql(
      this.dataSource,
      sql`DELETE FROM generation_job_events WHERE job_id = ${this.id} AND seq <= ${upTo}`,
    );
  }

  /** Connections that listen to the job. */
  async subscriptions(): Promise<number> {
    return Number((await this.redis.pubsub('NUMSUB', this.channel))[1]);
  }
}
