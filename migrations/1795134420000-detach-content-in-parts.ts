import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables in which rows without number refer to one item; both have an index on (item, created_at, id). */
const referrers = ['user_interactions', 'recommendations'];

const partOf = (table: string): string => `
      CREATE FUNCTION detach_${table}(item integer, INOUT before_at timestamptz, INOUT before_id integer, most integer)
      LANGUAGE plpgsql AS $$
      DECLARE
        places tid[];
      BEGIN
        SELECT array_agg(place), (array_agg(created_at))[count(*)], (array_agg(id))[count(*)]
        INTO places, before_at, before_id
        FROM (
          SELECT ctid AS place, created_at, id
          FROM ${table}
          WHERE content_item_id = item AND (created_at, id) < (before_at, before_id)
          ORDER BY created_at DESC, id DESC
          LIMIT most
        ) AS part;
        UPDATE ${table} SET content_item_id = NULL WHERE ctid = ANY (places) AND content_item_id = item;
      END
      $$;`;

/**
 * The foreign keys' SET NULL is one statement under the lock of the item: of an item that hundreds of thousands of acts
 * refer to, longer than a statement may take, and longer than those who act on it meanwhile may wait. Before the item is
 * locked, these forget it in parts: each the newest of what is older than the last, which it answers, because a
 * transaction would otherwise pass over all it has detached already. What one of them misses is left to SET NULL.
 */
export class DetachContentInParts1795134420000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${referrers.map(partOf).join('\n')}

      CREATE FUNCTION is_content_in_wide_use(item integer, more_than integer) RETURNS boolean
      LANGUAGE sql STABLE AS $$
        SELECT ${referrers
          .map((table) => `EXISTS (SELECT FROM ${table} WHERE content_item_id = item OFFSET more_than)`)
          .join(' OR ')}
      $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    const parts = referrers.map((table) => `detach_${table}`);
    await runner.query(`DROP FUNCTION ${[...parts, 'is_content_in_wide_use'].join(', ')}`);
  }
}
