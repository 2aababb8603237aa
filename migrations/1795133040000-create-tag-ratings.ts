import type { MigrationInterface, QueryRunner } from 'typeorm';

const delta = (rows: string, sign: 1 | -1): string =>
  `SELECT tag_id, ${sign} AS count, ${sign} * rating AS sum FROM ${rows}`;

/** Adds the net change of each tag, in one order for all, so that two statements cannot wait for each other. */
const addDeltas = (deltas: string): string => `
        INSERT INTO tag_rating_totals AS t (tag_id, rating_count, rating_sum)
        SELECT tag_id, sum(count), sum(sum)
        FROM (${deltas}) AS deltas
        GROUP BY tag_id
        ORDER BY tag_id
        ON CONFLICT (tag_id) DO UPDATE SET
          rating_count = t.rating_count + excluded.rating_count,
          rating_sum = t.rating_sum + excluded.rating_sum`;

/**
 * One rating a user and tag, and its exact totals, kept by trigger in the same transaction: sorting tags by rating then
 * reads one row a tag. Halves add up exactly in double precision.
 */
export class CreateTagRatings1795133040000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createTables(runner);
    await this.createTriggers(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE tag_ratings;
      DROP TABLE tag_rating_totals;
      DROP FUNCTION count_tag_ratings()`);
  }

  private async createTables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE tag_ratings (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id uuid NOT NULL,
        tag_id uuid NOT NULL,
        rating double precision NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        -- Also serves all ratings of one user.
        CONSTRAINT uq_user_tag_rating UNIQUE (user_id, tag_id),
        CONSTRAINT fk_tag_ratings_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT fk_tag_ratings_tag FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE,
        CONSTRAINT ck_tag_ratings_rating CHECK (rating BETWEEN 1 AND 5 AND rating * 2 = floor(rating * 2))
      );
      -- One tag's ratings, also when the tag is deleted.
      CREATE INDEX idx_tag_ratings_tag ON tag_ratings (tag_id, rating DESC);

      CREATE TABLE tag_rating_totals (
        tag_id uuid PRIMARY KEY,
        rating_count integer NOT NULL,
        rating_sum double precision NOT NULL,
        CONSTRAINT fk_tag_rating_totals_tag FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE
      ) WITH (fillfactor = 70)`);
  }

  private async createTriggers(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION count_tag_ratings() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          ${addDeltas(delta('added', 1))};
        ELSIF TG_OP = 'UPDATE' THEN
          ${addDeltas(`${delta('added', 1)} UNION ALL ${delta('removed', -1)}`)};
        ELSIF TG_OP = 'DELETE' THEN
          -- No upsert: when the ratings go because their tag goes, its totals are gone and must not come back.
          UPDATE tag_rating_totals t
          SET rating_count = t.rating_count - d.count, rating_sum = t.rating_sum - d.sum
          FROM (SELECT tag_id, count(*) AS count, sum(rating) AS sum FROM removed GROUP BY tag_id) AS d
          WHERE t.tag_id = d.tag_id;
        ELSE
          DELETE FROM tag_rating_totals;
        END IF;
        RETURN NULL;
      END
      $$;

      CREATE TRIGGER tag_ratings_count_insert AFTER INSERT ON tag_ratings
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_tag_ratings();
      CREATE TRIGGER tag_ratings_count_update AFTER UPDATE ON tag_ratings
        REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_tag_ratings();
      CREATE TRIGGER tag_ratings_count_delete AFTER DELETE ON tag_ratings
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_tag_ratings();
      CREATE TRIGGER tag_ratings_count_truncate AFTER TRUNCATE ON tag_ratings
        FOR EACH STATEMENT EXECUTE FUNCTION count_tag_ratings()`);
  }
}
