import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How often each item was acted on lately, counted now and then from user_interactions; what happened since is added by
 * whoever reads. The trending figure weighs an act 2^(time since the count / half-life), as of the count: acts after it
 * weigh more than one, so both can be summed, and no row changes its place as time goes by (forward decay, Cormode et
 * al. 2009).
 */
export class CreateContentPopularity1795134240000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE content_popularity (
        content_id integer PRIMARY KEY,
        acts integer NOT NULL,
        trending double precision NOT NULL,
        CONSTRAINT fk_content_popularity_content FOREIGN KEY (content_id) REFERENCES content_items (id) ON DELETE CASCADE
      );
      CREATE INDEX idx_content_popularity_acts ON content_popularity (acts DESC, content_id DESC);
      CREATE INDEX idx_content_popularity_trending ON content_popularity (trending DESC, content_id DESC);

      -- When the count was taken; '-infinity' before the first one.
      CREATE TABLE content_popularity_counts (counted_at timestamptz(3) NOT NULL);
      INSERT INTO content_popularity_counts VALUES ('-infinity')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE content_popularity_counts; DROP TABLE content_popularity`);
  }
}
