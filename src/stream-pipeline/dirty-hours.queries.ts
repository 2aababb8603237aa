/**
 * Hours whose raw events changed since they were last rolled up (table analytics_dirty_hours). The drainer marks
 * them in the transaction that stores the events; the rollup takes the mark away in the transaction that recomputes
 * the hour. Both touch the same row, so its lock makes the later one wait, and no event can fall between them.
 */
import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';

const toIso = (epochMs: number): string => new Date(epochMs).toISOString();

/** Sorted, so that two drainers that mark the same hours cannot wait for each other in a circle. */
export async function markDirtyHours(
  executor: SqlExecutor,
  pipeline: string,
  hours: readonly number[],
): Promise<void> {
  const sorted = [...hours].sort((a, b) => a - b).map(toIso);
  await runSql(
    executor,
    sql`
      INSERT INTO analytics_dirty_hours (pipeline, hour, marked_at)
      SELECT ${pipeline}, marks.hour, clock_timestamp()
      FROM unnest(${sorted}::timestamptz[]) WITH ORDINALITY AS marks (hour, position)
      ORDER BY marks.position
      ON CONFLICT (pipeline, hour) DO UPDATE SET marked_at = EXCLUDED.marked_at`,
  );
}

/** Marked hours of `[from, to)`, oldest first, as epoch milliseconds. */
export async function listDirtyHours(
  executor: SqlExecutor,
  pipeline: string,
  range: { from: number; to: number },
): Promise<number[]> {
  const rows = await runSql<{ hour: Date }>(
    executor,
    sql`
      SELECT hour
      FROM analytics_dirty_hours
      WHERE pipeline = ${pipeline}
        AND hour >= ${toIso(range.from)}::timestamptz
        AND hour < ${toIso(range.to)}::timestamptz
      ORDER BY hour`,
  );
  return rows.map(({ hour }) => hour.getTime());
}

/** Takes the mark away; answers whether there was one. Waits for a drainer that is just setting it. */
export async function clearDirtyHour(
  executor: SqlExecutor,
  pipeline: string,
  hour: number,
): Promise<boolean> {
  const rows = await runSql(
    executor,
    sql`
      WITH cleared AS (
        DELETE FROM analytics_dirty_hours
        WHERE pipeline = ${pipeline}
          AND hour = ${toIso(hour)}::timestamptz
        RETURNING 1
      )
      SELECT 1 FROM cleared`,
  );
  return rows.length > 0;
}

/** Forgets marks of hours whose raw events retention has dropped. */
export async function clearDirtyHoursBefore(
  executor: SqlExecutor,
  pipeline: string,
  before: number,
): Promise<void> {
  await runSql(
    executor,
    sql`
      DELETE FROM analytics_dirty_hours
      WHERE pipeline = ${pipeline}
        AND hour < ${toIso(before)}::timestamptz`,
  );
}
