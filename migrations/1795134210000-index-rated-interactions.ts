import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Newest acts of one type above a rating are found without passing over the many that have none; and all acts are read by
 * rating, those without one last either way, under the keys by which lists compare them.
 */
export class IndexRatedInteractions1795134210000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX idx_user_interactions_type_rated
        ON user_interactions (interaction_type, created_at DESC, id DESC) WHERE rating IS NOT NULL;
      CREATE INDEX idx_user_interactions_best
        ON user_interactions (COALESCE(rating, '-infinity'::float8) DESC, created_at DESC, id DESC);
      CREATE INDEX idx_user_interactions_worst
        ON user_interactions (COALESCE(rating, 'infinity'::float8), created_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP INDEX idx_user_interactions_type_rated, idx_user_interactions_best, idx_user_interactions_worst`,
    );
  }
}
