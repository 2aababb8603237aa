import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../src/database/run-sql.js';

/** Waits until some session of the database waits for a lock. */
export async function untilBlocked(executor: SqlExecutor): Promise<void> {
  const waiting = sql`
    SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await runSql(executor, waiting)).length === 0) await sleep(5);
}
