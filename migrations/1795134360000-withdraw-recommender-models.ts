import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A model that was rolled back must never be what a later rollback falls back to. */
export class WithdrawRecommenderModels1795134360000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE recommender_models
        -- When a rollback took it out of service for good.
        ADD COLUMN withdrawn_at timestamptz(3),
        ADD CONSTRAINT ck_recommender_models_active_is_not_withdrawn
          CHECK (NOT is_active OR withdrawn_at IS NULL),
        ADD CONSTRAINT ck_recommender_models_withdrawn_was_published
          CHECK (withdrawn_at IS NULL OR published_at IS NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE recommender_models DROP COLUMN withdrawn_at`);
  }
}
