import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The files of content. What content says of itself (content_data, path_thumb) anybody may write, so files are served by
 * these rows alone. A file belongs to exactly one row here, or it is due to be deleted: content_file_deletions names each
 * file from before it is written until a row refers to it, and again from when that row goes, so that neither a crash
 * nor a rolled back transaction leaves a file nobody knows of.
 */
export class StoreGeneratedFiles1795134540000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE content_files (
        content_id integer NOT NULL
          CONSTRAINT fk_content_files_content REFERENCES content_items (id) ON DELETE CASCADE,
        -- Place in the batch, from 0.
        position smallint NOT NULL CONSTRAINT ck_content_files_position CHECK (position >= 0),
        -- The file as it was generated, or the size of a thumbnail of it.
        variant varchar(20) NOT NULL
          CONSTRAINT ck_content_files_variant CHECK (variant ~ '^(original|[1-9][0-9]*x[1-9][0-9]*)$'),
        storage_key varchar(512) NOT NULL CONSTRAINT uq_content_files_storage_key UNIQUE,
        media_type varchar(100) NOT NULL,
        size_bytes bigint NOT NULL CONSTRAINT ck_content_files_size_bytes CHECK (size_bytes > 0),
        sha256 bytea NOT NULL CONSTRAINT ck_content_files_sha256 CHECK (octet_length(sha256) = 32),
        -- In pixels, of images.
        width integer,
        height integer,
        CONSTRAINT pk_content_files PRIMARY KEY (content_id, position, variant)
      );

      CREATE TABLE content_file_deletions (
        storage_key varchar(512) NOT NULL CONSTRAINT pk_content_file_deletions PRIMARY KEY,
        due_at timestamptz(3) NOT NULL
      );
      CREATE INDEX idx_content_file_deletions_due ON content_file_deletions (due_at)`);
    await this.recordDeletions(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE content_files, content_file_deletions;
      DROP FUNCTION delete_removed_content_files();
      DROP FUNCTION delete_all_content_files()`);
  }

  private async recordDeletions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION delete_removed_content_files() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO content_file_deletions (storage_key, due_at) SELECT storage_key, '-infinity' FROM removed
        ON CONFLICT (storage_key) DO UPDATE SET due_at = EXCLUDED.due_at;
        RETURN NULL;
      END
      $$;

      CREATE FUNCTION delete_all_content_files() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO content_file_deletions (storage_key, due_at) SELECT storage_key, '-infinity' FROM content_files
        ON CONFLICT (storage_key) DO UPDATE SET due_at = EXCLUDED.due_at;
        RETURN NULL;
      END
      $$;

      CREATE TRIGGER content_files_record_delete AFTER DELETE ON content_files
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION delete_removed_content_files();
      CREATE TRIGGER content_files_record_truncate BEFORE TRUNCATE ON content_files
        FOR EACH STATEMENT EXECUTE FUNCTION delete_all_content_files()`);
  }
}
