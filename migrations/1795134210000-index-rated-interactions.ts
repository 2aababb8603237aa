import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Newest acts of one type above a rating are found without passing over the many that have none. */
export class IndexRatedInteractions1795134210000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX idx_user_interactions_type_rated
        ON user_interactions (interaction_type, created_at DESC, id DESC) WHERE rating IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX idx_user_interactions_type_rated`);
  }
}
