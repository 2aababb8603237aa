import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the queue of generation jobs needs to know of each: admitted_at is set while a job is in the queue or worked on
 * by one of its workers, and only so many jobs of a user are at a time. That is the cap, and it is also what makes
 * users take turns: a user's next job joins the end of the queue when one of theirs leaves it.
 * Nobody looks jobs up by the id of their entry or at their backend, or by words of the prompt, and lists of one user's
 * jobs by state or type are short enough to be read by user: there are no indexes for these.
 */
export class QueueGenerationJobs1795134480000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE generation_jobs
        ADD COLUMN backend varchar(20),
        ADD COLUMN error_type varchar(20),
        ADD COLUMN queue_length integer,
        ADD COLUMN admitted_at timestamptz(3),
        -- A job to be tried again is not to be before then.
        ADD COLUMN available_at timestamptz(3),
        ADD CONSTRAINT ck_generation_jobs_priority CHECK (priority BETWEEN 0 AND 10);
      -- How many jobs of a user are admitted, and which should have an entry in the queue.
      CREATE INDEX idx_generation_jobs_admitted ON generation_jobs (user_id, id) WHERE admitted_at IS NOT NULL;
      -- Which of a user's jobs is next.
      CREATE INDEX idx_generation_jobs_waiting ON generation_jobs (user_id, priority DESC, created_at, id)
        WHERE status = 'pending' AND admitted_at IS NULL;
      -- The oldest pending job of a type; the order of service across users is that of admission now.
      CREATE INDEX idx_generation_jobs_next ON generation_jobs (job_type, created_at, id) WHERE status = 'pending';
      DROP INDEX idx_generation_jobs_queue;
      -- The lists by completion, in which jobs that have not ended come last.
      CREATE INDEX idx_generation_jobs_ended
        ON generation_jobs (COALESCE(completed_at, '-infinity'::timestamptz) DESC, id DESC);
      -- The job a request created, should its answer have been lost.
      ALTER TABLE idempotency_keys ADD COLUMN resource_id integer;
      -- An event told again, because its first copy may have been lost, is stored once.
      CREATE UNIQUE INDEX uq_generation_events_once ON generation_events ("timestamp", generation_id, event_type)`);
    await this.createAdmission(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION create_generation_job;
      DROP FUNCTION admit_generation_jobs;
      DROP FUNCTION lock_generation_jobs_of;
      DROP INDEX uq_generation_events_once;
      DROP INDEX idx_generation_jobs_ended;
      DROP INDEX idx_generation_jobs_next;
      CREATE INDEX idx_generation_jobs_queue ON generation_jobs (priority DESC, created_at, id)
        WHERE status = 'pending';
      ALTER TABLE idempotency_keys DROP COLUMN resource_id;
      ALTER TABLE generation_jobs
        DROP CONSTRAINT ck_generation_jobs_priority,
        DROP COLUMN backend,
        DROP COLUMN error_type,
        DROP COLUMN queue_length,
        DROP COLUMN admitted_at,
        DROP COLUMN available_at`);
  }

  /** The lock makes admissions of one user take turns; each statement after it sees what the one before has done. */
  private async createAdmission(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION lock_generation_jobs_of(of_user uuid) RETURNS void
      LANGUAGE sql AS $$
        SELECT pg_advisory_xact_lock(hashtextextended('generation_jobs:' || of_user, 0))
      $$;

      CREATE FUNCTION admit_generation_jobs(of_user uuid, most integer, at timestamptz) RETURNS SETOF generation_jobs
      LANGUAGE plpgsql AS $$
      DECLARE
        free integer;
      BEGIN
        PERFORM lock_generation_jobs_of(of_user);
        SELECT most - count(*) INTO free
        FROM generation_jobs
        WHERE user_id = of_user AND admitted_at IS NOT NULL;
        IF free <= 0 THEN
          RETURN;
        END IF;
        RETURN QUERY
          UPDATE generation_jobs j
          SET admitted_at = at,
              celery_task_id = 'gen-' || j.id || CASE WHEN j.last_event_seq > 0 THEN '-' || j.last_event_seq ELSE '' END
          FROM (
            SELECT w.id
            FROM generation_jobs w
            WHERE w.user_id = of_user AND w.status = 'pending' AND w.admitted_at IS NULL
              AND COALESCE(w.available_at <= at, TRUE)
            ORDER BY w.priority DESC, w.created_at, w.id
            LIMIT free
            FOR NO KEY UPDATE
          ) AS next
          WHERE j.id = next.id
          RETURNING j.*;
      END $$;

      -- A new job, admitted at once if there is a place: an update would write every index again.
      CREATE FUNCTION create_generation_job(given jsonb, most integer) RETURNS SETOF generation_jobs
      LANGUAGE plpgsql AS $$
      DECLARE
        job generation_jobs := jsonb_populate_record(NULL::generation_jobs, given);
        taken integer;
      BEGIN
        PERFORM lock_generation_jobs_of(job.user_id);
        SELECT count(*) INTO taken FROM generation_jobs WHERE user_id = job.user_id AND admitted_at IS NOT NULL;
        -- Longer queues are told apart by nobody, and take long to count.
        SELECT count(*) INTO job.queue_length
        FROM (SELECT FROM generation_jobs WHERE status IN ('pending', 'running') LIMIT 10000) AS active;
        job.id := nextval('generation_jobs_id_seq');
        IF taken < most THEN
          job.admitted_at := job.created_at;
          job.celery_task_id := 'gen-' || job.id;
        END IF;
        RETURN QUERY INSERT INTO generation_jobs OVERRIDING SYSTEM VALUE VALUES (job.*) RETURNING *;
      END $$`);
  }
}
