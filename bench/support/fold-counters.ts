import type pg from 'pg';

/** Moves all changes of counters, which a fold does in portions. */
export async function foldCounters(client: pg.Client): Promise<void> {
  let folded: number;
  do {
    const { rows } = await client.query<{ folded: number }>('SELECT fold_counters() AS folded');
    folded = rows[0]!.folded;
  } while (folded > 0);
}
