import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tags a user marked; position keeps the order of marking where two share a millisecond. */
export class CreateUserFavoriteTags1795133100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE user_favorite_tags (
        user_id uuid NOT NULL,
        tag_id uuid NOT NULL,
        position integer GENERATED ALWAYS AS IDENTITY,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (user_id, tag_id),
        CONSTRAINT fk_user_favorite_tags_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT fk_user_favorite_tags_tag FOREIGN KEY (tag_id) REFERENCES tags (id) ON DELETE CASCADE
      );
      -- Who marked a tag, also when the tag is deleted.
      CREATE INDEX idx_user_favorite_tags_tag ON user_favorite_tags (tag_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE user_favorite_tags`);
  }
}
