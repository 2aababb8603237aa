import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A trigger function that refuses to change a column: bind it BEFORE UPDATE with WHEN (OLD.c IS DISTINCT FROM NEW.c),
 * so that other updates never call it. The error looks like a check constraint `ck_<table>_<column>_immutable`.
 */
export class CreateColumnGuard1795132830000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION refuse_column_change() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION '% is immutable', TG_ARGV[0] USING
          ERRCODE = 'check_violation',
          SCHEMA = TG_TABLE_SCHEMA,
          TABLE = TG_TABLE_NAME,
          COLUMN = TG_ARGV[0],
          CONSTRAINT = format('ck_%s_%s_immutable', TG_TABLE_NAME, TG_ARGV[0]);
      END
      $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION refuse_column_change()`);
  }
}
