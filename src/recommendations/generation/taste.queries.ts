// Everything a recommendation is made from that is the user's own, in one trip: whether the account is active, which
// model answers, and the user's latest acts, summed by item, with the kinds and tags of what they were on.
// Served by idx_user_interactions_user, then the keys of content and uq_content_tags_content_tag: work is bounded by the
// number of acts asked for, and by the user's favourite and rated tags. Limits are part of the text, since a prepared statement is planned
// for any value of its parameters.
import sql, { raw } from 'sql-template-tag';
import type { ContentType } from '../../content/content-kind.js';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import { fadedSignalOf, positiveSignal, signalOf } from '../signals.js';

/** Items among the latest whose tags and kinds make the profile. */
const profileItems = 40;
/** Tags with the strongest opinions. */
const profileTags = 60;
const favoriteSignal = 3;
const neutralRating = 3;

/** One item the user acted on. */
export interface ActedItem {
  readonly id: number;
  /** Sum of the signals of the acts, with time taken off. */
  readonly signal: number;
  /** Time of the last act, in ms. */
  readonly lastAt: number;
  /** One of the acts says so, however long ago. */
  readonly isLiked: boolean;
}

/** The same as it comes, in half the text. */
type ActedItemColumns = readonly [id: number, signal: number, lastAt: number, isLiked: boolean];

/** A tag with what the user's acts, marks and ratings say for or against it, and how much content carries it. */
export type TasteTag = readonly [tagKey: number, signal: number, contentCount: number];

/** What is known of a user. */
export interface TasteRow {
  isActive: boolean;
  modelId: number | null;
  /** Latest first. */
  items: ActedItem[];
  types: Partial<Record<ContentType, number>>;
  tags: TasteTag[];
  /** Number of regular items, which the rarity of a tag is measured against. */
  contentCount: number;
}

/** How much of the past counts. */
export interface PastOptions {
  /** Acts, the newest. */
  readonly acts: number;
  readonly halfLifeDays: number;
  readonly now: Date;
}

/** Undefined when there is no such user. */
export async function readTaste(
  executor: SqlExecutor,
  userId: string,
  { acts, halfLifeDays, now }: PastOptions,
): Promise<TasteRow | undefined> {
  const at = sql`${now}::timestamptz`;
  // Hidden from the planner, which would take the estimate for this user to be worth another plan each time.
  const user = sql`(SELECT ${userId}::uuid)`;
  const [row] = await runSql<Omit<TasteRow, 'items'> & { items: ActedItemColumns[] }>(
    executor,
    sql`
      WITH acts AS MATERIALIZED (
        SELECT id, content_item_id, interaction_type, rating, created_at
        FROM user_interactions
        WHERE user_id = ${user}
        ORDER BY created_at DESC, id DESC
        LIMIT ${raw(String(acts))}
      ), items AS MATERIALIZED (
        SELECT i.content_item_id AS id, sum(${fadedSignalOf('i', at, halfLifeDays)})::float8 AS signal,
          max(i.created_at) AS last_at, max(i.id) AS last_act, bool_or(${signalOf('i')} >= ${positiveSignal}) AS is_liked
        FROM acts i
        WHERE i.content_item_id IS NOT NULL
        GROUP BY i.content_item_id
        ORDER BY last_at DESC, last_act DESC
      ), profile AS MATERIALIZED (
        SELECT id, signal FROM items ORDER BY last_at DESC, last_act DESC LIMIT ${raw(String(profileItems))}
      ), opinions AS (
        SELECT ct.tag_key, p.signal FROM profile p JOIN content_tags ct ON ct.content_id = p.id
        UNION ALL
        SELECT t.key, ${favoriteSignal}::float8 FROM user_favorite_tags f JOIN tags t ON t.id = f.tag_id
        WHERE f.user_id = ${user}
        UNION ALL
        SELECT t.key, r.rating - ${neutralRating}::float8 FROM tag_ratings r JOIN tags t ON t.id = r.tag_id
        WHERE r.user_id = ${user}
      ), tastes AS (
        SELECT tag_key, sum(signal) AS signal FROM opinions
        GROUP BY tag_key HAVING sum(signal) <> 0
        ORDER BY abs(sum(signal)) DESC, tag_key
        LIMIT ${raw(String(profileTags))}
      )
      SELECT
        u.is_active AS "isActive",
        (SELECT m.id FROM recommender_models m WHERE m.is_active) AS "modelId",
        COALESCE((
          SELECT json_agg(json_build_array(id, signal, extract(epoch FROM last_at) * 1000, is_liked)
            ORDER BY last_at DESC, last_act DESC)
          FROM items
        ), '[]') AS items,
        COALESCE((
          SELECT json_object_agg(content_type, signal) FROM (
            SELECT c.content_type, sum(p.signal) AS signal
            FROM profile p JOIN content_items c ON c.id = p.id
            WHERE p.signal > 0
            GROUP BY c.content_type
          ) AS types
        ), '{}') AS types,
        COALESCE((
          SELECT json_agg(json_build_array(tag_key, signal, COALESCE((
            SELECT s.cardinality FROM tags t JOIN tag_cardinality_stats s ON s.tag_id = t.id
            WHERE t.key = tastes.tag_key AND s.content_source = 'items'
          ), 1)) ORDER BY tag_key)
          FROM tastes
        ), '[]') AS tags,
        (
          SELECT COALESCE(sum(k.total), 0)::int FROM content_counters k
          WHERE k.creator_id IS NULL AND k.day IS NULL AND k.source_type = 'items'
        ) AS "contentCount"
      FROM users u
      WHERE u.id = ${user}`,
  );
  const items = row?.items.map(([id, signal, lastAt, isLiked]) => ({ id, signal, lastAt, isLiked }));
  return row && { ...row, items: items ?? [] };
}
