import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API keys by their readable prefix; of the secret only the SHA-256 is kept. */
export class CreateApiKeys1795133700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_keys (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name varchar(100) NOT NULL,
        prefix varchar(20) NOT NULL,
        key_hash bytea NOT NULL,
        scopes text[] NOT NULL,
        user_id uuid NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3),
        last_used_at timestamptz(3),
        revoked_at timestamptz(3),
        CONSTRAINT uq_api_keys_prefix UNIQUE (prefix),
        CONSTRAINT fk_api_keys_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT ck_api_keys_scopes CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'write', 'admin']),
        CONSTRAINT ck_api_keys_key_hash CHECK (octet_length(key_hash) = 32)
      );
      -- One user's keys.
      CREATE INDEX idx_api_keys_user ON api_keys (user_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE api_keys`);
  }
}
