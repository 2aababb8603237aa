import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns lists are filtered or ordered by, and what a change of each is called. */
const changeable = [
  ['title', 'title'],
  ['is_private', 'privacy'],
  ['quality_score', 'quality'],
  ['item_metadata', 'metadata'],
  ['updated_at', 'touched'],
  ['content_type', 'other'],
  ['creator_id', 'other'],
] as const;

/** More rows in one statement than this are recorded as one change of everything. */
const mostRows = 1000;

/**
 * A short journal of what changed in content, by transaction. Who remembers the answer to a question together with the
 * snapshot it was read in (pg_current_snapshot) finds here exactly the changes that snapshot had not seen, and brings
 * the answer up to date instead of asking again.
 */
export class CreateContentChanges1795134060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createTable(runner);
    await this.recordContent(runner);
    await this.recordTags(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER content_items_record_insert ON content_items;
      DROP TRIGGER content_items_record_update ON content_items;
      DROP TRIGGER content_items_record_delete ON content_items;
      DROP TRIGGER content_items_record_truncate ON content_items;
      DROP TRIGGER content_tags_record_insert ON content_tags;
      DROP TRIGGER content_tags_record_delete ON content_tags;
      DROP TRIGGER content_tags_record_truncate ON content_tags;
      DROP TRIGGER content_tags_record_update ON content_tags;
      DROP TRIGGER content_items_id_immutable ON content_items;
      DROP FUNCTION record_content_added_or_removed();
      DROP FUNCTION record_content_updated();
      DROP FUNCTION record_tags_changed();
      DROP FUNCTION record_tag_moved();
      DROP FUNCTION record_everything_changed();
      DROP FUNCTION forget_content_changes(bigint);
      DROP TABLE content_changes`);
  }

  private async createTable(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE content_changes (
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        -- NULL: any content may have changed in any way.
        content_id integer,
        kind text NOT NULL,
        -- The tag put on or taken off.
        tag_key integer
      );
      CREATE INDEX idx_content_changes_xid ON content_changes (xid);

      -- Deletes some of what nobody can ask for any more and answers how many: walks last for 100,000 transactions at most,
      -- and transactions yet to come are those of a younger cluster this database was restored from.
      CREATE FUNCTION forget_content_changes(kept bigint DEFAULT 200000) RETURNS integer
      LANGUAGE sql AS $$
        WITH forgotten AS (
          DELETE FROM content_changes
          WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM content_changes
            WHERE xid < greatest(pg_snapshot_xmin(pg_current_snapshot())::text::bigint - kept, 0)::text::xid8
              OR xid > pg_snapshot_xmax(pg_current_snapshot())
            LIMIT 20000
            FOR UPDATE SKIP LOCKED
          ))
          RETURNING 1
        )
        SELECT count(*)::integer FROM forgotten
      $$;

      CREATE FUNCTION record_everything_changed() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO content_changes (kind) VALUES ('everything');
        RETURN NULL;
      END
      $$`);
  }

  private async recordContent(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION record_content_added_or_removed() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT count(*) FROM changed) > ${mostRows} THEN
          INSERT INTO content_changes (kind) VALUES ('everything');
        ELSE
          INSERT INTO content_changes (content_id, kind) SELECT id, TG_ARGV[0] FROM changed;
        END IF;
        RETURN NULL;
      END
      $$;

      CREATE FUNCTION record_content_updated() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        IF (SELECT count(*) FROM after) > ${mostRows} THEN
          INSERT INTO content_changes (kind) VALUES ('everything');
        ELSE
          INSERT INTO content_changes (content_id, kind)
          SELECT DISTINCT a.id, change.kind
          FROM before b
          JOIN after a ON a.id = b.id
          CROSS JOIN LATERAL (VALUES ${changeable.map(([column, kind]) => `('${kind}', b.${column} <> a.${column})`).join(', ')})
            AS change (kind, happened)
          WHERE change.happened;
        END IF;
        RETURN NULL;
      END
      $$;

      CREATE TRIGGER content_items_record_insert AFTER INSERT ON content_items
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_content_added_or_removed('added');
      CREATE TRIGGER content_items_record_delete AFTER DELETE ON content_items
        REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_content_added_or_removed('removed');
      CREATE TRIGGER content_items_record_update AFTER UPDATE ON content_items
        REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION record_content_updated();
      CREATE TRIGGER content_items_id_immutable BEFORE UPDATE ON content_items
        FOR EACH ROW WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION refuse_column_change('id');
      CREATE TRIGGER content_items_record_truncate AFTER TRUNCATE ON content_items
        FOR EACH STATEMENT EXECUTE FUNCTION record_everything_changed()`);
  }

  /** Tags that came with their content are not recorded: who finds the content added looks at all of it anyway. */
  private async recordTags(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION record_tags_changed() RETURNS trigger
      LANGUAGE plpgsql AS $$
      DECLARE
        added integer[] := array(
          SELECT content_id FROM content_changes WHERE xid = pg_current_xact_id() AND kind = 'added'
        );
      BEGIN
        IF (SELECT count(*) FROM changed WHERE content_id <> ALL (added)) > ${mostRows} THEN
          INSERT INTO content_changes (kind) VALUES ('everything');
        ELSE
          INSERT INTO content_changes (content_id, kind, tag_key)
          SELECT content_id, 'tags', tag_key FROM changed WHERE content_id <> ALL (added);
        END IF;
        RETURN NULL;
      END
      $$;

      CREATE FUNCTION record_tag_moved() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO content_changes (content_id, kind, tag_key)
        VALUES (OLD.content_id, 'tags', OLD.tag_key), (NEW.content_id, 'tags', NEW.tag_key);
        RETURN NULL;
      END
      $$;

      CREATE TRIGGER content_tags_record_insert AFTER INSERT ON content_tags
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_tags_changed();
      CREATE TRIGGER content_tags_record_delete AFTER DELETE ON content_tags
        REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION record_tags_changed();
      CREATE TRIGGER content_tags_record_update AFTER UPDATE ON content_tags
        FOR EACH ROW WHEN (OLD.tag_key <> NEW.tag_key OR OLD.content_id <> NEW.content_id)
        EXECUTE FUNCTION record_tag_moved();
      CREATE TRIGGER content_tags_record_truncate AFTER TRUNCATE ON content_tags
        FOR EACH STATEMENT EXECUTE FUNCTION record_everything_changed()`);
  }
}
