import sql, { type Sql } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { CreateInteractionDto } from './interaction.dto.js';
import type { UserInteraction } from './user-interaction.entity.js';

/** SELECT list over `user_interactions i`. */
export const interactionColumns = sql`
  i.id, i.user_id AS "userId", i.content_item_id AS "contentItemId", i.interaction_type AS "interactionType",
  i.rating, i.duration, i.interaction_metadata AS "interactionMetadata", i.created_at AS "createdAt"`;

/** The first interaction that may not be stored: its user is missing or switched off, or else its content missing. */
export interface RefusedInteraction {
  index: number;
  /** Null where there is no such user. */
  isActive: boolean | null;
}

export type InsertOutcome = { created: UserInteraction[] } | { refused: RefusedInteraction };

export interface InsertRules {
  now: Date;
  /** Whether private content is there for its creator only. */
  hidesPrivate: boolean;
}

/** What is to be stored, in the order given, with what its user and its content are. */
function checkedInteractions(
  interactions: readonly CreateInteractionDto[],
  { hidesPrivate }: InsertRules,
): Sql {
  return sql`
    SELECT g.*, u.is_active AS user_is_active, c.id IS NOT NULL AS has_content
    FROM ROWS FROM (
      jsonb_to_recordset(${JSON.stringify(interactions)}::jsonb) AS (
        user_id uuid, content_item_id integer, interaction_type text, rating integer, duration integer, metadata jsonb
      )
    ) WITH ORDINALITY
      AS g (user_id, content_item_id, interaction_type, rating, duration, metadata, position)
    LEFT JOIN users u ON u.id = g.user_id
    LEFT JOIN content_items c
      ON c.id = g.content_item_id
      AND c.source_type = 'items'
      AND (NOT ${hidesPrivate}::boolean OR NOT c.is_private OR c.creator_id = g.user_id)`;
}

/**
 * Stores all of some interactions or, when one of them names a user or content there is not, none, and answers those
 * stored in the order given, or the first refused. Ids ascend in that order.
 */
export async function insertInteractions(
  executor: SqlExecutor,
  interactions: readonly CreateInteractionDto[],
  rules: InsertRules,
): Promise<InsertOutcome> {
  const rows = await runSql<(UserInteraction & { index: null }) | RefusedInteraction>(
    executor,
    sql`
      WITH checked AS MATERIALIZED (${checkedInteractions(interactions, rules)}), refused AS (
        SELECT (position - 1)::int AS index, user_is_active AS "isActive"
        FROM checked
        WHERE user_is_active IS NOT TRUE OR NOT has_content
        ORDER BY position
        LIMIT 1
      ), created AS (
        INSERT INTO user_interactions (
          user_id, content_item_id, interaction_type, rating, duration, interaction_metadata, created_at
        )
        SELECT user_id, content_item_id, interaction_type, rating, duration, metadata, ${rules.now}
        FROM checked
        WHERE NOT EXISTS (SELECT FROM refused)
        ORDER BY position
        RETURNING *
      )
      SELECT refused.*, ${interactionColumns}
      FROM refused FULL JOIN created i ON FALSE
      ORDER BY i.id`,
  );
  const [first] = rows;
  return first && first.index !== null ? { refused: first } : { created: rows as UserInteraction[] };
}
