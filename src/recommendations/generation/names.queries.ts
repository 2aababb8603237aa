import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';

/** Titles of items by id, and names of tags by key. */
export interface Names {
  readonly titles: Readonly<Record<number, string>>;
  readonly tags: Readonly<Record<number, string>>;
}

const none: Names = { titles: {}, tags: {} };

/** What reasons name. Private items are left out, even the user's own: reasons are stored, and shown in lists. */
export async function readNames(
  executor: SqlExecutor,
  contentIds: readonly number[],
  tagKeys: readonly number[],
): Promise<Names> {
  if (contentIds.length === 0 && tagKeys.length === 0) return none;
  const [names] = await runSql<Names>(
    executor,
    sql`
      SELECT
        COALESCE((
          SELECT json_object_agg(id, title) FROM content_items
          WHERE id = ANY(${contentIds}::int[]) AND NOT is_private
        ), '{}') AS titles,
        COALESCE((SELECT json_object_agg(key, name) FROM tags WHERE key = ANY(${tagKeys}::int[])), '{}') AS tags`,
  );
  return names ?? none;
}
