// The acts a model learns from: the newest ones on regular, public content that still exists. One plan, read through a
// cursor, so that memory holds some thousand rows at a time and a stop need not wait for the end. The order is total, so
// that the same acts are always learned in the same order.
import sql, { raw } from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { allowLongWaits } from '../../database/long-statements.js';
import { runSql } from '../../database/run-sql.js';
import { signalOf } from '../signals.js';
import type { InteractionRow } from './interaction-columns.js';

const rowsPerFetch = 10_000;

/** Reads at most `limit` acts, newest first, some thousand at a time; within a transaction. */
export async function* readInteractions(
  manager: EntityManager,
  limit: number,
): AsyncGenerator<readonly InteractionRow[]> {
  await allowLongWaits(manager);
  // All rows are wanted, not the first ones soon.
  await runSql(manager, sql`SELECT set_config('cursor_tuple_fraction', '1', TRUE)`);
  await runSql(
    manager,
    sql`
      DECLARE training_interactions NO SCROLL CURSOR FOR
      SELECT i.user_id AS "userId", i.content_item_id AS "itemId", ${signalOf('i')} AS signal,
        (extract(epoch FROM i.created_at) * 1000)::float8 AS time
      FROM user_interactions i
      JOIN content_items c ON c.id = i.content_item_id AND c.source_type = 'items' AND NOT c.is_private
      ORDER BY i.created_at DESC, i.id DESC
      LIMIT ${raw(String(limit))}`,
  );
  for (;;) {
    const fetch = sql`FETCH ${raw(String(rowsPerFetch))} FROM training_interactions`;
    const rows = await runSql<InteractionRow>(manager, fetch);
    if (rows.length > 0) yield rows;
    if (rows.length < rowsPerFetch) return;
  }
}
