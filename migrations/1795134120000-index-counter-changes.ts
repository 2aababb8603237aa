import type { MigrationInterface, QueryRunner } from 'typeorm';
import { defineFold } from './1795133280000-create-counters.js';

/**
 * Reading a count while others write then costs what was changed in its own group lately, not what was changed in all:
 * the changes are found by their group, and are folded after a quarter of a second instead of the two that writers ask for.
 */
export class IndexCounterChanges1795134120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX idx_counter_changes_group ON counter_changes (tag_key, creator_id, day, xid);
      ${defineFold(`least(pause, '250 ms')`)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${defineFold('pause')};
      DROP INDEX idx_counter_changes_group`);
  }
}
