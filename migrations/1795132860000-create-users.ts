import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People who make, rate and receive content; deleted softly, so that what they made keeps its author. */
export class CreateUsers1795132860000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        username varchar(50) NOT NULL,
        email varchar(255) NOT NULL,
        preferences jsonb NOT NULL DEFAULT '{}',
        is_active boolean NOT NULL DEFAULT true,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT ck_users_preferences CHECK (jsonb_typeof(preferences) = 'object')
      );

      -- One account a name in any letter case; equal names are equal in lower case, so this is the only unique key.
      CREATE UNIQUE INDEX idx_users_username_lower ON users (lower(username));
      CREATE UNIQUE INDEX idx_users_email_lower ON users (lower(email));
      -- Newest users first, all of them and the active ones.
      CREATE INDEX idx_users_created_at_desc ON users (created_at DESC, id DESC);
      CREATE INDEX idx_users_active_created ON users (is_active, created_at DESC, id DESC);
      -- Containment: preferences_filter.
      CREATE INDEX idx_users_preferences ON users USING gin (preferences jsonb_path_ops);
      -- Substring of either: search_term.
      CREATE INDEX idx_users_search_trgm ON users USING gin (username gin_trgm_ops, email gin_trgm_ops)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE users`);
  }
}
