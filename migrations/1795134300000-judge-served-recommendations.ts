import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * For the rates of what was served lately: an index that finds it without the history before it, and the stars users
 * gave it, in a column for the reason that source and arm have one: clients may replace the metadata.
 */
export class JudgeServedRecommendations1795134300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX idx_recommendations_served_at ON recommendations (served_at DESC) WHERE served_at IS NOT NULL;
      ALTER TABLE recommendations
        ADD COLUMN feedback_rating integer,
        ADD CONSTRAINT ck_recommendations_feedback_rating CHECK (feedback_rating BETWEEN 1 AND 5)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE recommendations DROP COLUMN feedback_rating;
      DROP INDEX idx_recommendations_served_at`);
  }
}
