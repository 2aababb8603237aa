import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tags and their hierarchy, a graph in which a tag may have several parents. */
export class CreateTags1795132980000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- id is public; key is what content_tags stores, a quarter of the width of a uuid. Keys are never reused.
      CREATE TABLE tags (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        key integer GENERATED ALWAYS AS IDENTITY,
        name varchar(255) NOT NULL,
        slug varchar(255) NOT NULL,
        tag_metadata jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT uq_tags_key UNIQUE (key),
        CONSTRAINT uq_tags_slug UNIQUE (slug),
        CONSTRAINT ck_tags_name CHECK (name <> ''),
        CONSTRAINT ck_tags_tag_metadata CHECK (jsonb_typeof(tag_metadata) = 'object')
      );
      -- One tag a name in any letter case; lookups by name use it.
      CREATE UNIQUE INDEX idx_tags_name_lower ON tags (lower(name));
      -- The default order of the tag list.
      CREATE INDEX idx_tags_name ON tags (name, id);
      CREATE INDEX idx_tags_created_at_desc ON tags (created_at DESC, id DESC);
      -- Substring search.
      CREATE INDEX idx_tags_name_trgm ON tags USING gin (name gin_trgm_ops);

      CREATE TABLE tag_parents (
        tag_id uuid NOT NULL,
        parent_id uuid NOT NULL,
        PRIMARY KEY (tag_id, parent_id),
        CONSTRAINT fk_tag_parents_tag FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE,
        CONSTRAINT fk_tag_parents_parent FOREIGN KEY (parent_id) REFERENCES tags (id) ON DELETE CASCADE,
        CONSTRAINT ck_tag_parents_not_self CHECK (tag_id <> parent_id)
      );
      -- Downwards, to the children; the primary key serves the way up.
      CREATE INDEX idx_tag_parents_parent ON tag_parents (parent_id, tag_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE tag_parents; DROP TABLE tags`);
  }
}
