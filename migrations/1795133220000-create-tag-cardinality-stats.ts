import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Daily snapshot behind the popular tags. It names tags by their public id, as its readers do; it is small and written
 * once a day, so the integer key would buy nothing.
 */
export class CreateTagCardinalityStats1795133220000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tag_cardinality_stats (
        tag_id uuid NOT NULL,
        content_source varchar(10) NOT NULL,
        cardinality integer NOT NULL DEFAULT 0,
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (tag_id, content_source),
        CONSTRAINT fk_tag_cardinality_stats_tag FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE,
        CONSTRAINT ck_tag_cardinality_stats_source CHECK (content_source IN ('items', 'auto')),
        CONSTRAINT ck_tag_cardinality_stats_cardinality CHECK (cardinality >= 0)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE tag_cardinality_stats`);
  }
}
