import type { MigrationInterface, QueryRunner } from 'typeorm';

const delta = (rows: string, sign: 1 | -1): string =>
  `SELECT creator_id, (created_at AT TIME ZONE 'UTC')::date AS day, source_type, is_private,
    ${sign} AS change FROM ${rows} AS r`;

/** Adds the net change per creator, per day and overall: one upsert a group however many rows a statement wrote. */
const addDeltas = (deltas: string): string => `
        INSERT INTO content_counters AS c (creator_id, day, source_type, is_private, slot, total)
        SELECT creator_id, day, source_type, is_private, claimed, sum(change)
        FROM (${deltas}) AS deltas
        GROUP BY GROUPING SETS (
          (creator_id, source_type, is_private),
          (day, source_type, is_private),
          (source_type, is_private)
        )
        HAVING sum(change) <> 0
        ON CONFLICT (creator_id, day, source_type, is_private, slot) DO UPDATE SET total = c.total + excluded.total`;

/**
 * Exact numbers of content, kept in the writer's own transaction.
 * Read: sum(total) WHERE creator_id = … (day IS NULL), or WHERE day = … (creator_id IS NULL), or both NULL for all.
 * Writers never wait for each other: a transaction claims the lowest free slot and alone writes the rows of that slot.
 * Quiet groups thus keep one row; only groups written at once spread over several, and a slot may be negative.
 */
export class CreateContentCounters1795133280000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createSlots(runner);
    await this.createTable(runner);
    await this.createTriggers(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER content_items_count_insert ON content_items;
      DROP TRIGGER content_items_count_update ON content_items;
      DROP TRIGGER content_items_count_delete ON content_items;
      DROP TRIGGER content_items_count_truncate ON content_items;
      DROP FUNCTION count_content();
      DROP FUNCTION move_content_count();
      DROP TABLE content_counters;
      DROP FUNCTION claim_counter_slot()`);
  }

  /** The lock ends with the transaction, after its rows became visible to the next owner of the slot. */
  private async createSlots(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION claim_counter_slot() RETURNS smallint
      LANGUAGE plpgsql AS $$
      DECLARE
        lock_class CONSTANT integer := hashtext('counter slot');
        last_slot CONSTANT integer := 63;
      BEGIN
        FOR slot IN 0 .. last_slot - 1 LOOP
          IF pg_try_advisory_xact_lock(lock_class, slot) THEN
            RETURN slot;
          END IF;
        END LOOP;
        PERFORM pg_advisory_xact_lock(lock_class, last_slot);
        RETURN last_slot;
      END
      $$`);
  }

  private async createTable(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE content_counters (
        creator_id uuid,
        day date,
        source_type text NOT NULL,
        is_private boolean NOT NULL,
        slot smallint NOT NULL,
        total integer NOT NULL,
        CONSTRAINT uq_content_counters UNIQUE NULLS NOT DISTINCT (creator_id, day, source_type, is_private, slot)
      ) WITH (fillfactor = 70)`);
  }

  private async createTriggers(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION count_content() RETURNS trigger
      LANGUAGE plpgsql AS $$
      DECLARE
        claimed CONSTANT smallint := claim_counter_slot();
      BEGIN
        IF TG_OP = 'INSERT' THEN
          ${addDeltas(delta('added', 1))};
        ELSIF TG_OP = 'DELETE' THEN
          ${addDeltas(delta('removed', -1))};
        ELSE
          DELETE FROM content_counters;
        END IF;
        RETURN NULL;
      END
      $$;

      CREATE FUNCTION move_content_count() RETURNS trigger
      LANGUAGE plpgsql AS $$
      DECLARE
        claimed CONSTANT smallint := claim_counter_slot();
      BEGIN
        ${addDeltas(`${delta('(SELECT OLD.*)', -1)} UNION ALL ${delta('(SELECT NEW.*)', 1)}`)};
        RETURN NULL;
      END
      $$;

      CREATE TRIGGER content_items_count_insert AFTER INSERT ON content_items
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_content();
      CREATE TRIGGER content_items_count_delete AFTER DELETE ON content_items
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_content();
      CREATE TRIGGER content_items_count_truncate AFTER TRUNCATE ON content_items
        FOR EACH STATEMENT EXECUTE FUNCTION count_content();
      -- Row by row, because WHEN spares every update that moves nothing from group to group.
      CREATE TRIGGER content_items_count_update AFTER UPDATE ON content_items
        FOR EACH ROW WHEN (OLD.creator_id <> NEW.creator_id OR OLD.is_private <> NEW.is_private)
        EXECUTE FUNCTION move_content_count()`);
  }
}
