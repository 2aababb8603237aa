import type { MigrationInterface, QueryRunner } from 'typeorm';

const figures = 'total, timed, duration';
const group = 'interaction_type, rating';
const columns = `user_id, content_item_id, day, ${group}, ${figures}`;

/** What rows of user_interactions add to, or with -1 take from, the counts. */
const changeBy = (rows: string, sign: 1 | -1): string => `
        SELECT user_id, content_item_id, (created_at AT TIME ZONE 'UTC')::date AS day, ${group},
          ${sign} AS total, ${sign} * (duration IS NOT NULL)::integer AS timed, ${sign} * coalesce(duration, 0) AS duration
        FROM ${rows}`;

const sums = 'sum(total) AS total, sum(timed) AS timed, sum(duration) AS duration';

/** The net change per user, per item and per day: a few rows, however many a statement changed of one of them. */
const appendNet = (changes: string): string => `
        INSERT INTO interaction_changes (${columns})
        SELECT user_id, content_item_id, day, ${group}, ${sums}
        FROM (${changes}) AS changes
        GROUP BY GROUPING SETS ((user_id, ${group}), (content_item_id, ${group}), (day, ${group}))
        HAVING num_nonnulls(user_id, content_item_id, day) = 1
          AND (sum(total) <> 0 OR sum(timed) <> 0 OR sum(duration) <> 0);`;

/** Changes by the groups of totals they belong to. */
const inGroups = (changes: string): string => `
        SELECT user_id, NULL::integer AS content_item_id, NULL::date AS day, ${group}, ${figures}
        FROM ${changes} AND user_id IS NOT NULL
        UNION ALL SELECT user_id, NULL, NULL, NULL, NULL, ${figures} FROM ${changes} AND user_id IS NOT NULL
        UNION ALL SELECT NULL, content_item_id, NULL, ${group}, ${figures} FROM ${changes} AND content_item_id IS NOT NULL
        UNION ALL SELECT NULL, NULL, day, ${group}, ${figures} FROM ${changes} AND day IS NOT NULL
        UNION ALL SELECT NULL, NULL, NULL, ${group}, ${figures} FROM ${changes} AND day IS NOT NULL`;

/** How many users more, or fewer, have interactions once the changes are added to the totals. */
const usersGained = (changes: string): string => `
        SELECT coalesce(sum((coalesce(t.total, 0) + changed.total > 0)::integer - (coalesce(t.total, 0) > 0)::integer), 0)::integer
        FROM (SELECT user_id, sum(total) AS total FROM ${changes} AND user_id IS NOT NULL GROUP BY user_id) AS changed
        LEFT JOIN interaction_totals t ON t.user_id = changed.user_id
          AND t.content_item_id IS NULL AND t.day IS NULL AND t.interaction_type IS NULL AND t.rating IS NULL`;

const unfolded = 'interaction_changes WHERE xid >= (SELECT interactions_folded_before())';

/**
 * Seldom, and little at a time, because it is a user who waits; the rest is the worker's. A database restored into a
 * younger cluster brought a horizon along that would pass over what is written before it is reached: it starts anew.
 */
const foldSometimes = `
        IF pg_current_xact_id() < (SELECT folded_before FROM interaction_folds) THEN
          UPDATE interaction_folds SET folded_before = '0' WHERE folded_before > pg_current_xact_id();
        ELSIF random() < 0.01 * appended THEN
          PERFORM fold_interactions(INTERVAL '250 ms', 500);
        END IF;
        RETURN NULL;`;

/** More rows in one statement than this are summed up before they are journalled. */
const mostSingleRows = 1000;

/**
 * Exact counts of interactions by user, by item, by UTC day and overall, each by type and rating, the way content is
 * counted: a writer appends to a journal, and now and then one of them folds it into the totals. A row of the journal
 * changes the counts of its user, of its item and of its day with the whole, whichever of them it names, so that a new
 * interaction costs its writer one short row. The views add both up: read interaction_counters_… and sum.
 */
export class CountInteractions1795134180000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createTables(runner);
    await this.createFold(runner);
    await this.createViews(runner);
    await this.createRecount(runner);
    await this.createTriggers(runner);
    await this.foldWithTheOthers(runner);
    await runner.query(`SELECT recount_interactions()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION fold_counters(pause interval DEFAULT '0 s') RETURNS integer
      LANGUAGE sql AS $$ SELECT fold_counters_now(least(pause, '250 ms')) $$;
      DROP FUNCTION count_interactions(), recount_interactions() CASCADE;
      DROP VIEW interacting_users, interaction_counters_by_user, interaction_counters_by_content,
        interaction_counters_by_day, interaction_counters_overall;
      DROP FUNCTION fold_interactions(interval, integer), interactions_folded_before();
      DROP TABLE interaction_folds, interaction_changes, interaction_totals`);
  }

  private async createTables(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One group a row: a user's interactions, an item's, a UTC day's, or, all three NULL, everyone's; a user's also
      -- without a type, for all of them.
      CREATE TABLE interaction_totals (
        user_id uuid,
        content_item_id integer,
        day date,
        interaction_type text,
        rating integer,
        total integer NOT NULL,
        -- Those that have a duration, and the sum of it.
        timed integer NOT NULL,
        duration bigint NOT NULL,
        CONSTRAINT uq_interaction_totals
          UNIQUE NULLS NOT DISTINCT (user_id, content_item_id, day, interaction_type, rating)
      ) WITH (fillfactor = 70);

      CREATE TABLE interaction_changes (
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        LIKE interaction_totals
      );
      -- What is not folded yet: all of it, a user's and an item's.
      CREATE INDEX idx_interaction_changes_xid ON interaction_changes (xid);
      CREATE INDEX idx_interaction_changes_user ON interaction_changes (user_id, xid);
      CREATE INDEX idx_interaction_changes_content ON interaction_changes (content_item_id, xid);

      CREATE TABLE interaction_folds (
        folded_before xid8 NOT NULL DEFAULT '0',
        folded_at timestamptz(3) NOT NULL DEFAULT now(),
        -- How many users have interactions, as far as is folded.
        users integer NOT NULL DEFAULT 0
      );
      INSERT INTO interaction_folds DEFAULT VALUES;

      CREATE FUNCTION interactions_folded_before() RETURNS xid8
      LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN folded_before <= pg_snapshot_xmin(pg_current_snapshot()) THEN folded_before ELSE '0' END
        FROM interaction_folds
      $$`);
  }

  /** One transaction at a time moves committed changes over: see fold_counters, of which this is the counterpart. */
  private async createFold(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION fold_interactions(pause interval DEFAULT '0 s', most_changes integer DEFAULT 50000)
      RETURNS integer
      LANGUAGE plpgsql AS $$
      DECLARE
        horizon CONSTANT xid8 := pg_snapshot_xmin(pg_current_snapshot());
        folded integer;
        gained integer;
        emptied tid[];
      BEGIN
        IF current_setting('transaction_isolation') <> 'read committed'
          OR EXISTS (SELECT FROM interaction_folds WHERE folded_at > clock_timestamp() - pause)
          OR NOT pg_try_advisory_xact_lock(hashtext('fold interactions'))
        THEN
          RETURN 0;
        END IF;
        WITH moved AS (
          DELETE FROM interaction_changes
          WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${unfolded} ORDER BY xid LIMIT most_changes))
          RETURNING *
        ), added AS (
          INSERT INTO interaction_totals AS t (${columns})
          SELECT user_id, content_item_id, day, ${group}, ${sums}
          FROM (${inGroups('moved WHERE TRUE')}) AS changes
          GROUP BY user_id, content_item_id, day, ${group}
          ON CONFLICT (user_id, content_item_id, day, ${group}) DO UPDATE SET
            total = t.total + excluded.total,
            timed = t.timed + excluded.timed,
            duration = t.duration + excluded.duration
          RETURNING t.ctid AS place, t.total, t.timed, t.duration
        )
        SELECT
          (SELECT count(*) FROM moved),
          (${usersGained('moved WHERE TRUE')}),
          ARRAY(SELECT place FROM added WHERE total = 0 AND timed = 0 AND duration = 0)
        INTO folded, gained, emptied;
        DELETE FROM interaction_totals WHERE ctid = ANY (emptied);
        UPDATE interaction_folds SET
          users = users + gained,
          folded_at = clock_timestamp(),
          folded_before = coalesce((SELECT min(xid) FROM ${unfolded} AND xid < horizon), horizon);
        RETURN folded;
      END
      $$`);
  }

  private async createViews(runner: QueryRunner): Promise<void> {
    const counters = (by: string, key: string, totals: string, changed: string): string => `
      CREATE VIEW interaction_counters_${by} AS
        SELECT ${key} ${group}, ${figures} FROM interaction_totals WHERE ${totals}
        UNION ALL
        SELECT ${key} ${group}, ${figures} FROM ${unfolded} AND ${changed} IS NOT NULL`;
    await runner.query(`
      ${counters('by_user', 'user_id,', 'user_id IS NOT NULL AND interaction_type IS NOT NULL', 'user_id')};
      ${counters('by_content', 'content_item_id,', 'user_id IS NULL AND content_item_id IS NOT NULL', 'content_item_id')};
      ${counters('by_day', 'day,', 'user_id IS NULL AND content_item_id IS NULL AND day IS NOT NULL', 'day')};
      ${counters('overall', '', 'user_id IS NULL AND content_item_id IS NULL AND day IS NULL', 'day')};

      CREATE VIEW interacting_users AS
        SELECT users + (${usersGained(unfolded)}) AS total FROM interaction_folds`);
  }

  /** For data that came past the triggers: TRUNCATE here, a bulk load with the triggers disabled. */
  private async createRecount(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION recount_interactions() RETURNS void
      LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('fold interactions')); -- a fold under way would add to what is counted
        LOCK TABLE user_interactions IN SHARE MODE;
        DELETE FROM interaction_totals;
        DELETE FROM interaction_changes;
        INSERT INTO interaction_totals (${columns})
        SELECT user_id, content_item_id, day, ${group}, ${sums}
        FROM (${changeBy('user_interactions', 1)}) AS interactions
        GROUP BY GROUPING SETS ((user_id, ${group}), (user_id), (content_item_id, ${group}), (day, ${group}), (${group}))
        HAVING content_item_id IS NOT NULL OR GROUPING(content_item_id) = 1;
        UPDATE interaction_folds SET users =
          (SELECT count(*) FROM interaction_totals WHERE user_id IS NOT NULL AND interaction_type IS NULL);
      END
      $$`);
  }

  private async createTriggers(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION count_interactions() RETURNS trigger
      LANGUAGE plpgsql AS $$
      DECLARE
        appended integer := 0;
      BEGIN
        IF TG_OP = 'INSERT' THEN
          IF (SELECT count(*) FROM added) <= ${mostSingleRows} THEN
            INSERT INTO interaction_changes (${columns}) ${changeBy('added', 1)};
          ELSE
            ${appendNet(changeBy('added', 1))}
          END IF;
        ELSIF TG_OP = 'UPDATE' THEN
          ${appendNet(`${changeBy('removed', -1)} UNION ALL ${changeBy('added', 1)}`)}
        ELSIF TG_OP = 'DELETE' THEN
          ${appendNet(changeBy('removed', -1))}
        ELSE
          PERFORM recount_interactions();
        END IF;
        GET DIAGNOSTICS appended = ROW_COUNT;
        ${foldSometimes}
      END
      $$;

      CREATE TRIGGER user_interactions_count_insert AFTER INSERT ON user_interactions
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_interactions();
      CREATE TRIGGER user_interactions_count_update AFTER UPDATE ON user_interactions
        REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_interactions();
      CREATE TRIGGER user_interactions_count_delete AFTER DELETE ON user_interactions
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_interactions();
      CREATE TRIGGER user_interactions_count_truncate AFTER TRUNCATE ON user_interactions
        FOR EACH STATEMENT EXECUTE FUNCTION count_interactions()`);
  }

  /** Who folds counters without a pause folds both journals; writers of content pause, and fold their own. */
  private async foldWithTheOthers(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION fold_counters(pause interval DEFAULT '0 s') RETURNS integer
      LANGUAGE sql AS $$
        SELECT fold_counters_now(least(pause, '250 ms')) + CASE WHEN pause > '0 s' THEN 0 ELSE fold_interactions() END
      $$`);
  }
}
