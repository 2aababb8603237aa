import sql, { raw, type Sql } from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { hourMs } from '../common/durations.js';
import { runSql } from '../database/run-sql.js';
import type { TimeRange } from './event-pipeline.js';
import { startOfHour } from './utc-time.js';

/** Recomputes one UTC hour and selects the number of rows it has, as `written`. */
export type HourStatement = (hour: TimeRange) => Sql;

/**
 * Recomputes the whole UTC hours that the range touches, within the caller's transaction; answers the rows written.
 * One statement an hour, so that everything it sorts and hashes stays in memory.
 */
export async function rollUpHours(
  manager: EntityManager,
  range: TimeRange,
  rollUpHour: HourStatement,
): Promise<number> {
  await runSql(manager, sql`SELECT set_config('work_mem', '64MB', TRUE)`);
  let written = 0;
  for (let from = startOfHour(range.from.getTime()); from < range.to.getTime(); from += hourMs) {
    const hour = { from: new Date(from), to: new Date(from + hourMs) };
    const [rolled] = await runSql<{ written: number }>(manager, rollUpHour(hour));
    written += rolled?.written ?? 0;
  }
  return written;
}

export function isWithin(hour: TimeRange): Sql {
  return sql`"timestamp" >= ${hour.from}::timestamptz AND "timestamp" < ${hour.to}::timestamptz`;
}

/** The measures of an hourly table, as an INSERT names them and as its upsert replaces every one. */
export function measureList(names: readonly string[]): { columns: Sql; updates: Sql } {
  return {
    columns: raw(names.join(', ')),
    updates: raw(names.map((name) => `${name} = EXCLUDED.${name}`).join(', ')),
  };
}
