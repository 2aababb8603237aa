import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import { utcDate } from './utc-time.js';

/** Creates the daily partitions of `[fromMs, toMs]` that do not exist yet. */
export async function ensurePartitions(
  executor: SqlExecutor,
  table: string,
  fromMs: number,
  toMs: number,
): Promise<void> {
  await runSql(
    executor,
    sql`SELECT ensure_event_partitions(${table}, ${utcDate(fromMs)}::date, ${utcDate(toMs)}::date)`,
  );
}

/** Drops the partitions that end before the day; answers how many. */
export async function dropPartitions(
  executor: SqlExecutor,
  table: string,
  beforeMs: number,
): Promise<number> {
  const [row] = await runSql<{ dropped: number }>(
    executor,
    sql`SELECT drop_event_partitions(${table}, ${utcDate(beforeMs)}::date) AS dropped`,
  );
  return row?.dropped ?? 0;
}

/** Makes sure of the partitions a batch needs; each day costs one statement per process. */
export class PartitionGuard {
  private readonly ready = new Set<string>();

  constructor(private readonly executor: SqlExecutor) {}

  async ensureDays(table: string, days: Iterable<number>): Promise<void> {
    for (const day of days) {
      const key = `${table} ${day}`;
      if (this.ready.has(key)) continue;
      await ensurePartitions(this.executor, table, day, day);
      this.ready.add(key);
    }
  }

  /** After a failure nothing is taken for granted: a partition may have been dropped by hand. */
  forget(): void {
    this.ready.clear();
  }
}
