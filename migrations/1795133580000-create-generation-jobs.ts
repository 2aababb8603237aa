import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Generation jobs and what happened to each. The row is the truth about a job, its queue entry only a hint.
 * attempt_token names the running attempt: a worker's writes carry it, so one that lost its claim changes nothing.
 */
export class CreateGenerationJobs1795133580000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createTables(runner);
    await this.createIndexes(runner);
    await runner.query(`
      CREATE TRIGGER generation_jobs_prompt_immutable BEFORE UPDATE ON generation_jobs
        FOR EACH ROW WHEN (OLD.prompt IS DISTINCT FROM NEW.prompt)
        EXECUTE FUNCTION refuse_column_change('prompt')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE generation_job_events; DROP TABLE generation_jobs`);
  }

  private async createTables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE generation_jobs (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        uuid uuid NOT NULL DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL,
        job_type varchar(50) NOT NULL,
        prompt varchar(20000) NOT NULL,
        params jsonb NOT NULL DEFAULT '{}',
        status varchar(20) NOT NULL DEFAULT 'pending',
        priority smallint NOT NULL DEFAULT 0,
        content_id integer,
        error_message text,
        celery_task_id varchar(255),
        negative_prompt text,
        checkpoint_model varchar(255),
        lora_models jsonb NOT NULL DEFAULT '[]',
        width integer,
        height integer,
        batch_size integer NOT NULL DEFAULT 1,
        comfyui_prompt_id varchar(255),
        attempts smallint NOT NULL DEFAULT 0,
        attempt_token uuid,
        claimed_by varchar(255),
        heartbeat_at timestamptz(3),
        last_event_seq integer NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        started_at timestamptz(3),
        completed_at timestamptz(3),
        CONSTRAINT uq_generation_jobs_uuid UNIQUE (uuid),
        CONSTRAINT fk_generation_jobs_user FOREIGN KEY (user_id) REFERENCES users (id),
        CONSTRAINT fk_generation_jobs_content FOREIGN KEY (content_id) REFERENCES content_items (id) ON DELETE SET NULL,
        CONSTRAINT ck_generation_jobs_type
          CHECK (job_type IN ('text_generation', 'image_generation', 'video_generation', 'audio_generation')),
        CONSTRAINT ck_generation_jobs_status
          CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
        CONSTRAINT ck_generation_jobs_params CHECK (jsonb_typeof(params) = 'object'),
        CONSTRAINT ck_generation_jobs_lora_models CHECK (jsonb_typeof(lora_models) = 'array')
      ) WITH (fillfactor = 80);

      -- Numbered from 1 per job, so that a client that was away asks for what it missed.
      CREATE TABLE generation_job_events (
        job_id integer NOT NULL,
        seq integer NOT NULL,
        event jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (job_id, seq),
        CONSTRAINT fk_generation_job_events_job FOREIGN KEY (job_id) REFERENCES generation_jobs (id) ON DELETE CASCADE
      )`);
  }

  /** heartbeat_at, last_event_seq and updated_at stay out of every index: progress then updates the row in place. */
  private async createIndexes(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Everyone's jobs, newest first; then one user's, one status and one type.
      CREATE INDEX idx_generation_jobs_created ON generation_jobs (created_at DESC, id DESC);
      CREATE INDEX idx_generation_jobs_user ON generation_jobs (user_id, created_at DESC, id DESC);
      CREATE INDEX idx_generation_jobs_status ON generation_jobs (status, created_at DESC, id DESC);
      CREATE INDEX idx_generation_jobs_type ON generation_jobs (job_type, created_at DESC, id DESC);
      -- The queue in the order of service.
      CREATE INDEX idx_generation_jobs_queue ON generation_jobs (priority DESC, created_at, id)
        WHERE status = 'pending';
      -- How many jobs each user has waiting and running: the cap and the round robin.
      CREATE INDEX idx_generation_jobs_active_user ON generation_jobs (user_id, status)
        WHERE status IN ('pending', 'running');
      -- Lately finished: durations to expect, and the sort by completion.
      CREATE INDEX idx_generation_jobs_completed ON generation_jobs (completed_at DESC, id DESC)
        WHERE completed_at IS NOT NULL;
      -- The job behind an item when the item is deleted.
      CREATE INDEX idx_generation_jobs_content ON generation_jobs (content_id) WHERE content_id IS NOT NULL`);
  }
}
