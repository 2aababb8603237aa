import sql, { raw, type Sql } from 'sql-template-tag';

/** For whom, and since when what was served counts as met. */
export interface Audience {
  readonly userId: string;
  readonly servedSince: Date;
}

/**
 * Whether an item may be put before a user at any time: regular and public, not the user's own, and not met before. The item is a
 * row of content_items by that alias. Served by the keys of content and idx_user_interactions_user_content.
 */
function mayBeShown(item: string, userId: Sql): Sql {
  const column = (name: string): Sql => raw(`${item}.${name}`);
  return sql`(
    ${column('source_type')} = 'items' AND NOT ${column('is_private')} AND ${column('creator_id')} <> ${userId}
    AND NOT EXISTS (
      SELECT FROM user_interactions AS met
      WHERE met.user_id = ${userId} AND met.content_item_id = ${column('id')}
    ))`;
}

/** Whether the item was shown to the user since then, by whichever algorithm; served by idx_recommendations_served. */
function wasServedSince(item: string, userId: Sql, since: Date): Sql {
  return sql`EXISTS (
    SELECT FROM recommendations AS shown
    WHERE shown.user_id = ${userId} AND shown.served_at >= ${since} AND shown.content_item_id = ${raw(`${item}.id`)}
  )`;
}

/**
 * Whether an item, a row of content_items by that alias, may be put before the audience now. The user is hidden from the
 * planner, as in readTaste, so that a prepared statement is planned once.
 */
export function isEligible(item: string, { userId, servedSince }: Audience): Sql {
  const user = sql`(SELECT ${userId}::uuid)`;
  return sql`${mayBeShown(item, user)} AND NOT ${wasServedSince(item, user, servedSince)}`;
}
