import sql from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { runSql } from './run-sql.js';

/** Gives the rest of the transaction the time that maintenance needs, instead of the limits of a request. */
export async function allowLongWaits(manager: EntityManager): Promise<void> {
  await runSql(
    manager,
    sql`SELECT set_config('statement_timeout', '10min', TRUE), set_config('lock_timeout', '2min', TRUE)`,
  );
}
