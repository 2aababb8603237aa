import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which content carries which tag. created_at, source_type and is_private are the content's own, copied so that a tag's
 * newest rows, public or not, are read in order from one index without touching content_items. The first two never
 * change; a trigger carries is_private over. Whoever adds tags to existing content locks its row first.
 */
export class CreateContentTags1795133160000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE content_tags (
        created_at timestamptz(3) NOT NULL,
        tag_key integer NOT NULL,
        content_id integer NOT NULL,
        source_type text NOT NULL,
        is_private boolean NOT NULL,
        -- A tag's content in the order of the lists.
        PRIMARY KEY (tag_key, created_at, content_id) INCLUDE (source_type, is_private),
        -- A content's tags, and the probe of "carries all of these tags".
        CONSTRAINT uq_content_tags_content_tag UNIQUE (content_id, tag_key),
        CONSTRAINT fk_content_tags_tag FOREIGN KEY (tag_key) REFERENCES tags (key) ON DELETE CASCADE,
        CONSTRAINT fk_content_tags_content FOREIGN KEY (content_id) REFERENCES content_items (id) ON DELETE CASCADE,
        CONSTRAINT ck_content_tags_source_type CHECK (source_type IN ('items', 'auto'))
      );

      CREATE FUNCTION copy_privacy_to_tags() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE content_tags SET is_private = NEW.is_private WHERE content_id = NEW.id;
        RETURN NULL;
      END
      $$;
      CREATE TRIGGER content_items_copy_privacy AFTER UPDATE ON content_items
        FOR EACH ROW WHEN (OLD.is_private <> NEW.is_private) EXECUTE FUNCTION copy_privacy_to_tags()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER content_items_copy_privacy ON content_items;
      DROP FUNCTION copy_privacy_to_tags();
      DROP TABLE content_tags`);
  }
}
