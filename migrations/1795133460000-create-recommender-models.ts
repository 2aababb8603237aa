import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Trained recommenders, one row a version; publishing one, or rolling back, is moving the active mark. */
export class CreateRecommenderModels1795133460000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE recommender_models (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        algorithm varchar(50) NOT NULL,
        is_active boolean NOT NULL DEFAULT false,
        parameters jsonb NOT NULL DEFAULT '{}',
        metrics jsonb NOT NULL DEFAULT '{}',
        user_count integer NOT NULL,
        item_count integer NOT NULL,
        interaction_count integer NOT NULL,
        trained_at timestamptz(3) NOT NULL DEFAULT now(),
        -- When it first became active; NULL when it never beat the baseline.
        published_at timestamptz(3),
        CONSTRAINT ck_recommender_models_active_is_published CHECK (NOT is_active OR published_at IS NOT NULL)
      );
      -- At most one model answers.
      CREATE UNIQUE INDEX uq_recommender_models_active ON recommender_models (is_active) WHERE is_active;

      -- A model's arrays (item ids, weights, …), each cut into parts that a connection can stream.
      CREATE TABLE recommender_model_parts (
        model_id integer NOT NULL,
        name varchar(50) NOT NULL,
        part integer NOT NULL,
        data bytea NOT NULL,
        PRIMARY KEY (model_id, name, part),
        CONSTRAINT fk_recommender_model_parts_model FOREIGN KEY (model_id)
          REFERENCES recommender_models (id) ON DELETE CASCADE
      );
      -- Floating point numbers do not compress; trying to costs more than reading them.
      ALTER TABLE recommender_model_parts ALTER COLUMN data SET STORAGE EXTERNAL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE recommender_model_parts; DROP TABLE recommender_models`);
  }
}
