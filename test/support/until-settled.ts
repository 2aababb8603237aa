import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../src/database/run-sql.js';
import { until } from './until.js';

/**
 * Waits until every transaction begun so far has ended, those of other databases included: PostgreSQL has one horizon for
 * all of a cluster, and what is folded lies before it.
 */
export async function untilSettled(executor: SqlExecutor): Promise<void> {
  const [now] = await runSql<{ xid: string }>(executor, sql`SELECT pg_current_xact_id()::text AS xid`);
  await until(async () => {
    const [row] = await runSql<{ isPast: boolean }>(
      executor,
      sql`SELECT pg_snapshot_xmin(pg_current_snapshot()) > ${now!.xid}::xid8 AS "isPast"`,
    );
    return row!.isPast;
  });
}
