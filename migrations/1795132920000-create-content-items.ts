import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Regular ('items') and generated ('auto') content in one table and one id sequence.
 * Every list order ends in is_private (and source_type where it does not lead), which ride in the padding of the index
 * entry: pages, offsets and counts under those filters are answered inside the index, so no partial index for public
 * rows is needed.
 */
export class CreateContentItems1795132920000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SEQUENCE content_items_id_seq AS integer START WITH 3000000;
      CREATE TABLE content_items (
        id integer PRIMARY KEY DEFAULT nextval('content_items_id_seq'),
        title varchar(255) NOT NULL,
        content_type varchar(50) NOT NULL,
        content_data text NOT NULL,
        prompt varchar(20000) NOT NULL,
        path_thumb varchar(512),
        path_thumbs_alt_res jsonb,
        item_metadata jsonb NOT NULL DEFAULT '{}',
        creator_id uuid NOT NULL,
        quality_score double precision NOT NULL DEFAULT 0,
        is_private boolean NOT NULL DEFAULT false,
        source_type text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT fk_content_items_creator FOREIGN KEY (creator_id) REFERENCES users (id),
        CONSTRAINT ck_content_items_content_type CHECK (content_type IN ('text', 'image', 'video', 'audio')),
        CONSTRAINT ck_content_items_source_type CHECK (source_type IN ('items', 'auto')),
        CONSTRAINT ck_content_items_quality_score CHECK (quality_score BETWEEN 0 AND 1),
        CONSTRAINT ck_content_items_item_metadata CHECK (jsonb_typeof(item_metadata) = 'object')
      );
      ALTER SEQUENCE content_items_id_seq OWNED BY content_items.id`);
    await this.createIndexes(runner);
    await this.guardColumns(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE content_items`);
  }

  private async createIndexes(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Newest first over both sources: the unified page, its cursors and offsets.
      CREATE INDEX idx_content_items_created ON content_items (created_at DESC, id DESC, is_private);
      -- Newest first of one source.
      CREATE INDEX idx_content_items_source ON content_items (source_type, created_at DESC, id DESC, is_private);
      -- One creator's rows (the user cells, a gallery), newest first.
      CREATE INDEX idx_content_items_creator
        ON content_items (creator_id, source_type, created_at DESC, id DESC, is_private);
      -- One kind of content, newest first.
      CREATE INDEX idx_content_items_type
        ON content_items (content_type, source_type, created_at DESC, id DESC, is_private);
      -- The other sort orders; ascending is the same index read backwards.
      CREATE INDEX idx_content_items_updated ON content_items (updated_at DESC, id DESC, source_type, is_private);
      CREATE INDEX idx_content_items_title ON content_items (title, id, source_type, is_private);
      -- Best first; created_at breaks ties because top-rated promises the newer of two equals first.
      CREATE INDEX idx_content_items_quality
        ON content_items (quality_score DESC, created_at DESC, id DESC, source_type, is_private);
      CREATE INDEX idx_content_items_quality_id
        ON content_items (quality_score DESC, id DESC, source_type, is_private);
      -- Substring search: every word must stand in the title or the prompt. One index over both texts intersects the
      -- words by itself, and the unit separator keeps a match from spanning the seam. Costlier to keep than all the
      -- others together (70 % of an insert).
      CREATE INDEX idx_content_items_search_trgm
        ON content_items USING gin ((title || E'\\x1f' || prompt) gin_trgm_ops);
      -- Containment: metadata_filter.
      CREATE INDEX idx_content_items_metadata ON content_items USING gin (item_metadata jsonb_path_ops)`);
  }

  /** content_tags and the counters copy source_type and created_at, which therefore never change. */
  private async guardColumns(runner: QueryRunner): Promise<void> {
    for (const column of ['prompt', 'source_type', 'created_at']) {
      await runner.query(`
        CREATE TRIGGER content_items_${column}_immutable BEFORE UPDATE ON content_items
          FOR EACH ROW WHEN (OLD.${column} IS DISTINCT FROM NEW.${column})
          EXECUTE FUNCTION refuse_column_change('${column}')`);
    }
  }
}
