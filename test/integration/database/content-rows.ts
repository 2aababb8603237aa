import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../../src/database/run-sql.js';

/** Stores plain content of one creator in a single statement and answers the ids. */
export async function insertContent(
  executor: SqlExecutor,
  creatorId: string,
  { count = 1, sourceType = 'items', createdAt = new Date('2026-11-20T12:00:00Z') } = {},
): Promise<number[]> {
  const rows = await runSql<{ id: number }>(
    executor,
    sql`
      INSERT INTO content_items (title, content_type, content_data, prompt, creator_id, source_type, created_at)
      SELECT 'title ' || n, 'text', 'data', 'a prompt', ${creatorId}, ${sourceType}, ${createdAt}
      FROM generate_series(1, ${count}::int) AS n
      RETURNING id`,
  );
  return rows.map(({ id }) => id);
}

/** Stores tags named `tag 1`, `tag 2`, … and answers their keys. */
export async function insertTags(executor: SqlExecutor, count: number): Promise<number[]> {
  const rows = await runSql<{ key: number }>(
    executor,
    sql`
      INSERT INTO tags (name, slug)
      SELECT 'tag ' || n, 'tag_' || n FROM generate_series(1, ${count}::int) AS n
      RETURNING key`,
  );
  return rows.map(({ key }) => key);
}

export async function tagContent(executor: SqlExecutor, ids: number[], tagKeys: number[]): Promise<void> {
  await runSql(
    executor,
    sql`
      INSERT INTO content_tags (tag_key, created_at, content_id, source_type, is_private)
      SELECT key, c.created_at, c.id, c.source_type, c.is_private
      FROM content_items c, unnest(${tagKeys}::int[]) AS key
      WHERE c.id = ANY(${ids}::int[])
      ON CONFLICT DO NOTHING`,
  );
}
