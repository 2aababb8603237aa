import sql from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { runSql } from '../database/run-sql.js';

/**
 * Lets nobody else add tags or links until the end of the transaction, so that what was checked still holds when it is
 * written; two imports at once could otherwise each add one half of a cycle. Reading goes on.
 */
export async function lockTags(manager: EntityManager): Promise<void> {
  await runSql(manager, sql`LOCK TABLE tags, tag_parents IN SHARE ROW EXCLUSIVE MODE`);
}

export async function insertTags(
  manager: EntityManager,
  tags: readonly { id: string; slug: string; name: string }[],
  now: Date,
): Promise<void> {
  await runSql(
    manager,
    sql`
      INSERT INTO tags (id, name, slug, tag_metadata, created_at, updated_at)
      SELECT id, name, slug, jsonb_build_object('slug', slug), ${now}, ${now}
      FROM jsonb_to_recordset(${JSON.stringify(tags)}::jsonb) AS tag (id uuid, name text, slug text)`,
  );
}

export async function insertLinks(
  manager: EntityManager,
  links: readonly (readonly [tagId: string, parentId: string])[],
): Promise<void> {
  const rows = links.map(([tagId, parentId]) => ({ tag_id: tagId, parent_id: parentId }));
  await runSql(
    manager,
    sql`
      INSERT INTO tag_parents (tag_id, parent_id)
      SELECT tag_id, parent_id
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS link (tag_id uuid, parent_id uuid)`,
  );
}
