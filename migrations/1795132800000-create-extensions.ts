import type { MigrationInterface, QueryRunner } from 'typeorm';

/** pg_trgm lets a GIN index answer "contains this text". */
export class CreateExtensions1795132800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE EXTENSION IF NOT EXISTS pg_trgm`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP EXTENSION IF EXISTS pg_trgm`);
  }
}
