import sql, { type Sql } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { CreateRecommendationDto } from './recommendation.dto.js';
import { recommendationColumns, type RecommendationRow } from './recommendation-rows.queries.js';

/** The first entry that cannot be stored, and why. */
export interface Refusal {
  index: number;
  reason: 'unknown-user' | 'inactive-user' | 'unknown-content';
}

export interface InsertRules {
  now: Date;
  /** Whether private content is there for its creator only. */
  hidesPrivate: boolean;
}

/** The entries as rows, `position` from 1. */
function givenRows(entries: readonly CreateRecommendationDto[]): Sql {
  return sql`
    SELECT *
    FROM ROWS FROM (
      jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS (
        user_id uuid, content_item_id int8, recommendation_score float8, algorithm_version text, metadata jsonb
      )
    ) WITH ORDINALITY AS g (user_id, content_item_id, score, algorithm, metadata, position)`;
}

/** The first of the `given` whose user is not active or whose content is not among the `items`. */
function firstRefusal(hidesPrivate: boolean): Sql {
  return sql`
    SELECT jsonb_build_object(
      'index', g.position - 1,
      'reason', CASE
        WHEN u.id IS NULL THEN 'unknown-user' WHEN i.id IS NULL THEN 'unknown-content' ELSE 'inactive-user'
      END
    ) AS refusal
    FROM given g
    LEFT JOIN users u ON u.id = g.user_id
    LEFT JOIN items i
      ON i.id = g.content_item_id
      AND (NOT ${hidesPrivate}::boolean OR NOT i.is_private OR i.creator_id = g.user_id)
    WHERE u.is_active IS NOT TRUE OR i.id IS NULL
    ORDER BY g.position
    LIMIT 1`;
}

/**
 * Stores recommendations of clients, all or none, and answers them in the order given. One statement looks and writes:
 * the share locks keep the content until the foreign keys are checked, and users are never deleted.
 * The primary keys of users and content find what is referred to.
 */
export async function insertRecommendations(
  executor: SqlExecutor,
  entries: readonly CreateRecommendationDto[],
  { now, hidesPrivate }: InsertRules,
): Promise<RecommendationRow[] | Refusal> {
  const rows = await runSql<RecommendationRow & { refusal: Refusal | null }>(
    executor,
    sql`
      WITH given AS MATERIALIZED (${givenRows(entries)}), items AS MATERIALIZED (
        SELECT c.id, c.is_private, c.creator_id
        FROM content_items c
        WHERE c.id = ANY (ARRAY(SELECT content_item_id FROM given)) AND c.source_type = 'items'
        ORDER BY c.id
        FOR KEY SHARE
      ), refusals AS MATERIALIZED (${firstRefusal(hidesPrivate)}), created AS (
        INSERT INTO recommendations (
          user_id, content_item_id, recommendation_score, algorithm_version, rec_metadata, created_at
        )
        SELECT user_id, content_item_id, score, algorithm, metadata, ${now}::timestamptz
        FROM given
        WHERE NOT EXISTS (SELECT FROM refusals)
        ORDER BY position
        RETURNING *
      )
      SELECT refusal, ${recommendationColumns}
      FROM (VALUES (TRUE)) AS answer
      LEFT JOIN refusals ON TRUE
      LEFT JOIN created r ON TRUE
      ORDER BY r.id`,
  );
  return rows[0]?.refusal ?? rows;
}
