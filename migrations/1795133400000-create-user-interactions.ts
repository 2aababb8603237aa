import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What users did with content. The same act may repeat within a millisecond, so nothing here is unique but the id. */
export class CreateUserInteractions1795133400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE user_interactions (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id uuid NOT NULL,
        content_item_id integer,
        interaction_type varchar(50) NOT NULL,
        rating integer,
        duration integer,
        interaction_metadata jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT fk_user_interactions_user FOREIGN KEY (user_id) REFERENCES users (id),
        CONSTRAINT fk_user_interactions_content FOREIGN KEY (content_item_id)
          REFERENCES content_items (id) ON DELETE SET NULL,
        CONSTRAINT ck_user_interactions_type
          CHECK (interaction_type IN ('view', 'like', 'share', 'download', 'bookmark', 'comment', 'rate')),
        CONSTRAINT ck_user_interactions_rating CHECK (rating BETWEEN 1 AND 5),
        CONSTRAINT ck_user_interactions_duration CHECK (duration >= 0),
        CONSTRAINT ck_user_interactions_metadata CHECK (jsonb_typeof(interaction_metadata) = 'object')
      );

      -- Everyone's acts, newest first.
      CREATE INDEX idx_user_interactions_created ON user_interactions (created_at DESC, id DESC);
      -- One user's acts, newest first: history, and the input of a fold-in.
      CREATE INDEX idx_user_interactions_user ON user_interactions (user_id, created_at DESC, id DESC);
      -- "Has this user seen this?", asked of every candidate of a recommendation; answered inside the index.
      CREATE INDEX idx_user_interactions_user_content
        ON user_interactions (user_id, content_item_id, interaction_type);
      -- One item's acts newest first, and its statistics without touching the table.
      CREATE INDEX idx_user_interactions_content
        ON user_interactions (content_item_id, created_at DESC, id DESC) INCLUDE (interaction_type, rating, duration);
      -- Acts of one type, newest first.
      CREATE INDEX idx_user_interactions_type ON user_interactions (interaction_type, created_at DESC, id DESC);
      -- Top rated.
      CREATE INDEX idx_user_interactions_rating
        ON user_interactions (rating DESC, created_at DESC, id DESC) WHERE rating IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE user_interactions`);
  }
}
