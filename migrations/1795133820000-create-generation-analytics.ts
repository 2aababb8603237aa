import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row a generation event, one partition a UTC day. No foreign key to users: the events outlive them. */
export class CreateGenerationAnalytics1795133820000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE generation_events (
        "timestamp" timestamptz(3) NOT NULL,
        stream_id bigint NOT NULL,
        event_type varchar(20) NOT NULL,
        generation_id uuid,
        user_id uuid,
        generation_type varchar(20),
        duration_ms integer,
        success boolean,
        error_type text,
        error_message text,
        queue_wait_time_ms integer,
        generation_time_ms integer,
        model_checkpoint text,
        image_dimensions jsonb,
        batch_size integer,
        prompt_tokens integer,
        queue_length integer,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY ("timestamp", stream_id),
        CONSTRAINT ck_generation_events_type CHECK (event_type IN ('request', 'completion', 'cancellation'))
      ) PARTITION BY RANGE ("timestamp");
      -- One user's activity, newest first.
      CREATE INDEX idx_generation_events_user ON generation_events (user_id, "timestamp" DESC);
      -- The events of one job.
      CREATE INDEX idx_generation_events_generation ON generation_events (generation_id);
      -- Figures per model, and failures by kind.
      CREATE INDEX idx_generation_events_model ON generation_events (model_checkpoint, "timestamp" DESC)
        WHERE event_type = 'completion';
      CREATE INDEX idx_generation_events_failure ON generation_events ("timestamp" DESC)
        WHERE event_type = 'completion' AND NOT success`);
    await this.createHourly(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE generation_metrics_hourly; DROP TABLE generation_events`);
  }

  private async createHourly(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE generation_metrics_hourly (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        "timestamp" timestamptz(3) NOT NULL,
        total_requests integer NOT NULL,
        successful_generations integer NOT NULL,
        failed_generations integer NOT NULL,
        cancelled_generations integer NOT NULL,
        avg_duration_ms integer,
        p50_duration_ms integer,
        p95_duration_ms integer,
        p99_duration_ms integer,
        -- DDSketch of the durations as bin, count, bin, count, …
        duration_sketch integer[] NOT NULL DEFAULT '{}',
        unique_users integer,
        avg_queue_length double precision,
        max_queue_length integer,
        total_images_generated integer,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT uq_generation_metrics_hourly_timestamp UNIQUE ("timestamp")
      )`);
  }
}
