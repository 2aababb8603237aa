/**
 * The journal of files that are to go: those not yet attached to content, should that never happen, and those whose
 * content is gone (a trigger enters these). Served by its primary key and idx_content_file_deletions_due.
 */
import sql from 'sql-template-tag';
import { runReturning, runSql, type SqlExecutor } from '../database/run-sql.js';

/** Has files deleted at a time to come, unless that is called off before. */
export async function scheduleDeletions(
  executor: SqlExecutor,
  keys: readonly string[],
  dueAt: Date,
): Promise<void> {
  await runSql(
    executor,
    sql`
      INSERT INTO content_file_deletions (storage_key, due_at)
      SELECT storage_key, ${dueAt} FROM unnest(${keys}::text[]) AS storage_key
      ON CONFLICT (storage_key) DO UPDATE SET due_at = EXCLUDED.due_at`,
  );
}

/** Takes files out of the journal and answers how many were in it. */
export async function removeDeletions(executor: SqlExecutor, keys: readonly string[]): Promise<number> {
  const removed = await runReturning(
    executor,
    sql`DELETE FROM content_file_deletions WHERE storage_key = ANY(${keys}::text[]) RETURNING 1`,
  );
  return removed.length;
}

/**
 * Which of these files are due at whatever time. Waits for whoever is giving one to content, and nobody gives one before
 * the transaction ends.
 */
export async function lockDeletions(executor: SqlExecutor, keys: readonly string[]): Promise<string[]> {
  const rows = await runSql<{ storageKey: string }>(
    executor,
    sql`
      SELECT storage_key AS "storageKey"
      FROM content_file_deletions d
      WHERE storage_key = ANY(${keys}::text[])
        AND NOT EXISTS (SELECT FROM content_files f WHERE f.storage_key = d.storage_key)
      ORDER BY storage_key
      FOR UPDATE`,
  );
  return rows.map(({ storageKey }) => storageKey);
}

/** Files to be deleted by now, which no content has; nobody else is handed them before the transaction ends. */
export async function lockDueDeletions(executor: SqlExecutor, now: Date, most: number): Promise<string[]> {
  const rows = await runSql<{ storageKey: string }>(
    executor,
    sql`
      SELECT storage_key AS "storageKey"
      FROM content_file_deletions d
      WHERE due_at <= ${now}
        AND NOT EXISTS (SELECT FROM content_files f WHERE f.storage_key = d.storage_key)
      ORDER BY due_at
      LIMIT ${most}
      FOR UPDATE SKIP LOCKED`,
  );
  return rows.map(({ storageKey }) => storageKey);
}
