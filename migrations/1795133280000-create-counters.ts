import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Exact counts that cost a writer one append. A writer adds what it changed to counter_changes and never touches a row
 * of another's: nothing to wait for, no deadlock, and no hot row whose old versions pile up while a backup holds its
 * snapshot. Now and then a writer folds what others finished into counter_totals.
 * A count is the sum over both tables; the views made with the triggers add them up.
 */
export class CreateCounters1795133280000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createTables(runner);
    await this.createHorizon(runner);
    await this.createFold(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION fold_counters(interval);
      DROP FUNCTION counters_folded_before();
      DROP TABLE counter_folds;
      DROP TABLE counter_changes;
      DROP TABLE counter_totals`);
  }

  private async createTables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One group a row: a tag's content, a creator's, a UTC day's, or, all three NULL, everything.
      CREATE TABLE counter_totals (
        tag_key integer,
        creator_id uuid,
        day date,
        source_type text NOT NULL,
        is_private boolean NOT NULL,
        total integer NOT NULL,
        CONSTRAINT uq_counter_totals UNIQUE NULLS NOT DISTINCT (tag_key, creator_id, day, source_type, is_private)
      ) WITH (fillfactor = 70);

      CREATE TABLE counter_changes (
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        tag_key integer,
        creator_id uuid,
        day date,
        source_type text NOT NULL,
        is_private boolean NOT NULL,
        change integer NOT NULL
      );
      -- What is not folded yet, past the remains of what is.
      CREATE INDEX idx_counter_changes_xid ON counter_changes (xid);

      CREATE TABLE counter_folds (
        folded_before xid8 NOT NULL DEFAULT '0',
        folded_at timestamptz(3) NOT NULL DEFAULT now()
      );
      INSERT INTO counter_folds DEFAULT VALUES`);
  }

  /** A database restored into a younger cluster knows a transaction that has yet to come; then nothing is skipped. */
  private async createHorizon(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION counters_folded_before() RETURNS xid8
      LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN folded_before <= pg_snapshot_xmin(pg_current_snapshot()) THEN folded_before ELSE '0' END
        FROM counter_folds
      $$`);
  }

  /**
   * Moves committed changes over in one transaction, so that every reader finds each in exactly one of the tables. All
   * that can still appear belongs to transactions at or above the horizon, and readers need not look below it.
   * One fold runs at a time, the others pass; under a fixed snapshot it would collide with later folds.
   */
  private async createFold(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Folds a bounded number of changes unless that was done more recently than the pause; answers how many.
      CREATE FUNCTION fold_counters(pause interval DEFAULT '0 s') RETURNS integer
      LANGUAGE plpgsql AS $$
      DECLARE
        most_changes CONSTANT integer := 50000;
        horizon CONSTANT xid8 := pg_snapshot_xmin(pg_current_snapshot());
        folded integer;
      BEGIN
        IF current_setting('transaction_isolation') <> 'read committed'
          OR EXISTS (SELECT FROM counter_folds WHERE folded_at > clock_timestamp() - pause)
          OR NOT pg_try_advisory_xact_lock(hashtext('fold counters'))
        THEN
          RETURN 0;
        END IF;
        WITH moved AS (
          DELETE FROM counter_changes
          WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM counter_changes
            WHERE xid >= counters_folded_before()
            ORDER BY xid
            LIMIT most_changes
          ))
          RETURNING *
        ), added AS (
          INSERT INTO counter_totals AS t (tag_key, creator_id, day, source_type, is_private, total)
          SELECT tag_key, creator_id, day, source_type, is_private, sum(change)
          FROM moved
          GROUP BY tag_key, creator_id, day, source_type, is_private
          ON CONFLICT (tag_key, creator_id, day, source_type, is_private) DO UPDATE SET total = t.total + excluded.total
        )
        SELECT count(*) INTO folded FROM moved;
        UPDATE counter_folds SET
          folded_at = clock_timestamp(),
          folded_before = coalesce(
            (SELECT min(xid) FROM counter_changes WHERE xid >= counters_folded_before() AND xid < horizon),
            horizon
          );
        RETURN folded;
      END
      $$`);
  }
}
