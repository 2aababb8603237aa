import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reading a count while others write then costs what was changed in its own group, not what was changed in all. */
export class IndexCounterChanges1795134120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX idx_counter_changes_group ON counter_changes (tag_key, creator_id, day, xid)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX idx_counter_changes_group`);
  }
}
