import sql, { raw, type Sql } from 'sql-template-tag';

/**
 * Whether an item may be put before a user: regular and public, not the user's own, and not met before. The item is a
 * row of content_items by that alias. Served by the keys of content and idx_user_interactions_user_content.
 */
export function mayBeShown(item: string, userId: Sql): Sql {
  const column = (name: string): Sql => raw(`${item}.${name}`);
  return sql`(
    ${column('source_type')} = 'items' AND NOT ${column('is_private')} AND ${column('creator_id')} <> ${userId}
    AND NOT EXISTS (
      SELECT FROM user_interactions AS met
      WHERE met.user_id = ${userId} AND met.content_item_id = ${column('id')}
    ))`;
}

/** Whether the item was shown to the user since then, by whichever algorithm; served by idx_recommendations_served. */
export function wasServedSince(item: string, userId: Sql, since: Date): Sql {
  return sql`EXISTS (
    SELECT FROM recommendations AS shown
    WHERE shown.user_id = ${userId} AND shown.served_at >= ${since} AND shown.content_item_id = ${raw(`${item}.id`)}
  )`;
}
