import type { MigrationInterface, QueryRunner } from 'typeorm';

const delta = (rows: string, sign: 1 | -1): string =>
  `SELECT tag_key, source_type, is_private, ${sign} AS change FROM ${rows}`;

const addDeltas = (deltas: string): string => `
        INSERT INTO tag_counters AS c (tag_key, source_type, is_private, slot, total)
        SELECT tag_key, source_type, is_private, claimed, sum(change)
        FROM (${deltas}) AS deltas
        GROUP BY tag_key, source_type, is_private
        HAVING sum(change) <> 0
        ON CONFLICT (tag_key, source_type, is_private, slot) DO UPDATE SET total = c.total + excluded.total`;

/**
 * Exact numbers of content per tag, in the slots of the content counters. Rows of a deleted tag add up to zero and are
 * never read again, since tag keys are not reused.
 */
export class CreateTagCounters1795133340000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tag_counters (
        tag_key integer NOT NULL,
        source_type text NOT NULL,
        is_private boolean NOT NULL,
        slot smallint NOT NULL,
        total integer NOT NULL,
        PRIMARY KEY (tag_key, source_type, is_private, slot)
      ) WITH (fillfactor = 70);

      CREATE FUNCTION count_content_tags() RETURNS trigger
      LANGUAGE plpgsql AS $$
      DECLARE
        claimed CONSTANT smallint := claim_counter_slot();
      BEGIN
        IF TG_OP = 'INSERT' THEN
          ${addDeltas(delta('added', 1))};
        ELSIF TG_OP = 'UPDATE' THEN
          ${addDeltas(`${delta('removed', -1)} UNION ALL ${delta('added', 1)}`)};
        ELSIF TG_OP = 'DELETE' THEN
          ${addDeltas(delta('removed', -1))};
        ELSE
          DELETE FROM tag_counters;
        END IF;
        RETURN NULL;
      END
      $$;

      CREATE TRIGGER content_tags_count_insert AFTER INSERT ON content_tags
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_content_tags();
      CREATE TRIGGER content_tags_count_update AFTER UPDATE ON content_tags
        REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_content_tags();
      CREATE TRIGGER content_tags_count_delete AFTER DELETE ON content_tags
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_content_tags();
      CREATE TRIGGER content_tags_count_truncate AFTER TRUNCATE ON content_tags
        FOR EACH STATEMENT EXECUTE FUNCTION count_content_tags()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER content_tags_count_insert ON content_tags;
      DROP TRIGGER content_tags_count_update ON content_tags;
      DROP TRIGGER content_tags_count_delete ON content_tags;
      DROP TRIGGER content_tags_count_truncate ON content_tags;
      DROP FUNCTION count_content_tags();
      DROP TABLE tag_counters`);
  }
}
