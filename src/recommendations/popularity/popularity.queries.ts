// What many users acted on lately. The table is counted by a job, from idx_user_interactions_created; what happened
// since, at most `mostSince` acts, is read from the same index with it. Both parts weigh acts as of the count, so that
// they add up and an item's place does not depend on when it is asked for.
import sql, { type Sql } from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { daysBefore } from '../../common/clock.js';
import { allowLongWaits } from '../../database/long-statements.js';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import { signalOf } from '../signals.js';

/** Days an act counts for, as the contract's popularity (§4.8). */
const windowDays = 30;
/** Acts since the count that a reader adds up; older ones among them wait for the next count. */
const mostSince = 5000;

/** How much an item was acted on: number of acts, and their signals with newer ones weighing more. */
export interface ItemPopularity {
  readonly id: number;
  readonly acts: number;
  readonly trending: number;
}

function figures(countedAt: Sql, halfLifeHours: number): Sql {
  return sql`
    count(*)::int AS acts,
    sum(GREATEST(${signalOf('i')}, 0)
      * power(2::float8, GREATEST(extract(epoch FROM i.created_at - ${countedAt}) / 3600 / ${halfLifeHours}::int, -1000)))
      AS trending`;
}

/** Before the first count there is nothing to add to, so any instant serves. */
function reference(now: Date): Sql {
  return sql`(SELECT CASE WHEN isfinite(counted_at) THEN counted_at ELSE ${now}::timestamptz END
    FROM content_popularity_counts)`;
}

/** Counts the window anew, in a transaction of its own; answers the number of items with an act in it. */
export async function countPopularity(
  manager: EntityManager,
  now: Date,
  halfLifeHours: number,
): Promise<number> {
  await allowLongWaits(manager);
  // Whoever comes second counts again, which is harmless; together they would wait for each other's rows in any order.
  await runSql(manager, sql`LOCK TABLE content_popularity_counts IN EXCLUSIVE MODE`);
  const [counted] = await runSql<{ items: number }>(
    manager,
    sql`
      WITH counts AS (
        SELECT i.content_item_id AS content_id, ${figures(sql`${now}::timestamptz`, halfLifeHours)}
        FROM user_interactions i
        WHERE i.created_at >= ${daysBefore(now, windowDays)} AND i.created_at <= ${now} AND i.content_item_id IS NOT NULL
        GROUP BY i.content_item_id
      ), forgotten AS (
        DELETE FROM content_popularity p WHERE NOT EXISTS (SELECT FROM counts c WHERE c.content_id = p.content_id)
      ), stored AS (
        INSERT INTO content_popularity (content_id, acts, trending)
        SELECT c.id, counts.acts, counts.trending
        FROM counts JOIN content_items c ON c.id = counts.content_id
        ORDER BY c.id
        ON CONFLICT (content_id) DO UPDATE SET acts = excluded.acts, trending = excluded.trending
        RETURNING 1
      ), marked AS (
        UPDATE content_popularity_counts SET counted_at = ${now}
      )
      SELECT count(*)::int AS items FROM stored`,
  );
  return counted?.items ?? 0;
}

/** The items of the two top lists, and of every act since the count, with their figures up to now. */
export async function readPopularity(
  executor: SqlExecutor,
  now: Date,
  halfLifeHours: number,
  listLength: number,
): Promise<ItemPopularity[]> {
  return runSql<ItemPopularity>(
    executor,
    sql`
      WITH since AS (
        SELECT i.content_item_id AS content_id, ${figures(reference(now), halfLifeHours)}
        FROM (
          SELECT content_item_id, interaction_type, rating, created_at FROM user_interactions
          WHERE created_at > (SELECT counted_at FROM content_popularity_counts)
            AND created_at >= ${daysBefore(now, windowDays)}
          ORDER BY created_at DESC, id DESC
          LIMIT ${mostSince}::int
        ) AS i
        WHERE i.content_item_id IS NOT NULL
        GROUP BY i.content_item_id
      ), shown AS (
        (SELECT content_id FROM content_popularity ORDER BY acts DESC, content_id DESC LIMIT ${listLength}::int)
        UNION
        (SELECT content_id FROM content_popularity ORDER BY trending DESC, content_id DESC LIMIT ${listLength}::int)
        UNION
        SELECT content_id FROM since
      )
      SELECT
        shown.content_id AS id,
        COALESCE(p.acts, 0) + COALESCE(since.acts, 0) AS acts,
        COALESCE(p.trending, 0) + COALESCE(since.trending, 0) AS trending
      FROM shown
      LEFT JOIN content_popularity p ON p.content_id = shown.content_id
      LEFT JOIN since ON since.content_id = shown.content_id`,
  );
}
