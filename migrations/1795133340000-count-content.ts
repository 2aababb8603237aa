import type { MigrationInterface, QueryRunner } from 'typeorm';

const contentChange = (rows: string, sign: 1 | -1): string =>
  `SELECT r.*, (r.created_at AT TIME ZONE 'UTC')::date AS day, ${sign} AS change FROM ${rows} AS r`;

/** Appends the net change per creator, per day and overall: a few rows however many a statement wrote. */
const appendContentChanges = (changes: string): string => `
        INSERT INTO counter_changes (creator_id, day, source_type, is_private, change)
        SELECT creator_id, day, source_type, is_private, sum(change)
        FROM (${changes}) AS changes
        GROUP BY GROUPING SETS (
          (creator_id, source_type, is_private),
          (day, source_type, is_private),
          (source_type, is_private)
        )
        HAVING sum(change) <> 0;`;

const tagChange = (rows: string, sign: 1 | -1): string => `SELECT *, ${sign} AS change FROM ${rows}`;

const appendTagChanges = (changes: string): string => `
        INSERT INTO counter_changes (tag_key, source_type, is_private, change)
        SELECT tag_key, source_type, is_private, sum(change)
        FROM (${changes}) AS changes
        GROUP BY tag_key, source_type, is_private
        HAVING sum(change) <> 0;`;

/**
 * Seldom enough to go unnoticed by writers, often enough that readers find few changes to add up. At once in a database
 * restored into a younger cluster: the horizon it brought along would pass over what is written before it is reached.
 */
const foldSometimes = `
        IF pg_current_xact_id() < (SELECT folded_before FROM counter_folds) THEN
          PERFORM fold_counters();
        ELSIF random() < 0.02 THEN
          PERFORM fold_counters(pause => '2 s');
        END IF;
        RETURN NULL;`;

const dropTriggers = (table: string): string =>
  ['insert', 'update', 'delete', 'truncate']
    .map((operation) => `DROP TRIGGER ${table}_count_${operation} ON ${table};`)
    .join('\n');

/**
 * Counts content per creator, UTC day, tag and overall, each by source and privacy. Read the views and sum:
 * content_counters of a creator (day IS NULL), of a day (creator_id IS NULL) or of all (both NULL), tag_counters of a
 * tag. Rows of a deleted tag add up to zero.
 */
export class CountContent1795133340000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.createViews(runner);
    await this.countContent(runner);
    await this.countTags(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${dropTriggers('content_items')}
      ${dropTriggers('content_tags')}
      DROP FUNCTION count_content();
      DROP FUNCTION move_content_count();
      DROP FUNCTION count_content_tags();
      DROP VIEW tag_counters;
      DROP VIEW content_counters`);
  }

  private async createViews(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE VIEW content_counters AS
        SELECT creator_id, day, source_type, is_private, total
        FROM counter_totals
        WHERE tag_key IS NULL
        UNION ALL
        SELECT creator_id, day, source_type, is_private, change
        FROM counter_changes
        WHERE tag_key IS NULL AND xid >= counters_folded_before();

      CREATE VIEW tag_counters AS
        SELECT tag_key, source_type, is_private, total
        FROM counter_totals
        WHERE tag_key IS NOT NULL
        UNION ALL
        SELECT tag_key, source_type, is_private, change
        FROM counter_changes
        WHERE tag_key IS NOT NULL AND xid >= counters_folded_before()`);
  }

  private async countContent(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION count_content() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          ${appendContentChanges(contentChange('added', 1))}
        ELSIF TG_OP = 'DELETE' THEN
          ${appendContentChanges(contentChange('removed', -1))}
        ELSE
          PERFORM pg_advisory_xact_lock(hashtext('fold counters')); -- a fold under way would add them up again
          DELETE FROM counter_totals WHERE tag_key IS NULL;
          DELETE FROM counter_changes WHERE tag_key IS NULL;
        END IF;
        ${foldSometimes}
      END
      $$;

      CREATE FUNCTION move_content_count() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        ${appendContentChanges(`${contentChange('(SELECT OLD.*)', -1)} UNION ALL ${contentChange('(SELECT NEW.*)', 1)}`)}
        ${foldSometimes}
      END
      $$;

      CREATE TRIGGER content_items_count_insert AFTER INSERT ON content_items
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_content();
      CREATE TRIGGER content_items_count_delete AFTER DELETE ON content_items
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_content();
      CREATE TRIGGER content_items_count_truncate AFTER TRUNCATE ON content_items
        FOR EACH STATEMENT EXECUTE FUNCTION count_content();
      -- Row by row, because WHEN spares every update that moves nothing from group to group.
      CREATE TRIGGER content_items_count_update AFTER UPDATE ON content_items
        FOR EACH ROW WHEN (OLD.creator_id <> NEW.creator_id OR OLD.is_private <> NEW.is_private)
        EXECUTE FUNCTION move_content_count()`);
  }

  private async countTags(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION count_content_tags() RETURNS trigger
      LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'INSERT' THEN
          ${appendTagChanges(tagChange('added', 1))}
        ELSIF TG_OP = 'UPDATE' THEN
          ${appendTagChanges(`${tagChange('removed', -1)} UNION ALL ${tagChange('added', 1)}`)}
        ELSIF TG_OP = 'DELETE' THEN
          ${appendTagChanges(tagChange('removed', -1))}
        ELSE
          PERFORM pg_advisory_xact_lock(hashtext('fold counters'));
          DELETE FROM counter_totals WHERE tag_key IS NOT NULL;
          DELETE FROM counter_changes WHERE tag_key IS NOT NULL;
        END IF;
        ${foldSometimes}
      END
      $$;

      CREATE TRIGGER content_tags_count_insert AFTER INSERT ON content_tags
        REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_content_tags();
      CREATE TRIGGER content_tags_count_update AFTER UPDATE ON content_tags
        REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_content_tags();
      CREATE TRIGGER content_tags_count_delete AFTER DELETE ON content_tags
        REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_content_tags();
      CREATE TRIGGER content_tags_count_truncate AFTER TRUNCATE ON content_tags
        FOR EACH STATEMENT EXECUTE FUNCTION count_content_tags()`);
  }
}
