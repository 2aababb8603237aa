import type { MigrationInterface, QueryRunner } from 'typeorm';

/** First answers of requests that carried an Idempotency-Key, kept to be replayed word for word. */
export class CreateIdempotencyKeys1795133640000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_keys (
        -- Route and user: the same key of another user is another key.
        scope varchar(255) NOT NULL,
        key varchar(255) NOT NULL,
        body_hash bytea NOT NULL,
        -- Both NULL while the first request is in flight.
        response_status smallint,
        response_body text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL,
        PRIMARY KEY (scope, key),
        CONSTRAINT ck_idempotency_keys_response CHECK ((response_status IS NULL) = (response_body IS NULL))
      );
      -- What may be deleted.
      CREATE INDEX idx_idempotency_keys_expires ON idempotency_keys (expires_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE idempotency_keys`);
  }
}
