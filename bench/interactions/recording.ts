import type pg from 'pg';
import { type HttpRequest, type HttpTarget, loadHttp, sendEach } from '../support/http-load.js';
import { foldCounters } from '../support/fold-counters.js';
import { figuresOf, mediansOf, type Turns } from '../support/turns.js';

const bulkRows = 1000;
const bulksPerTurn = 10;
const writers = 4;

interface NewInteraction {
  readonly user_id: string;
  readonly content_item_id: number;
  readonly interaction_type: string;
  readonly rating?: number;
  readonly duration: number;
}

/** Interactions like those that are there. */
async function readInteractions(client: pg.Client): Promise<NewInteraction[]> {
  const { rows } = await client.query<NewInteraction>(
    `SELECT user_id, content_item_id, interaction_type, rating, coalesce(duration, 0) AS duration
     FROM user_interactions
     WHERE id = ANY (ARRAY(
       SELECT n * greatest((SELECT max(id) FROM user_interactions) / 7919, 1) FROM generate_series(1, 7919) AS n
     ))`,
  );
  return rows;
}

/** Portions of the rows, over and over. */
function portions(rows: readonly NewInteraction[], size: number): () => NewInteraction[] {
  let next = 0;
  return () => Array.from({ length: size }, () => rows[next++ % rows.length]!);
}

function toRequest(path: string, body: object): HttpRequest {
  return { path: `/api/v1/interactions${path}`, body: JSON.stringify(body) };
}

/** Seconds for the rows of a turn through the API, each thousand of them one request. */
async function sendBulks(target: HttpTarget, next: () => NewInteraction[]): Promise<number> {
  const requests = Array.from({ length: bulksPerTurn }, () => toRequest('/bulk', { interactions: next() }));
  const latencies = await sendEach(target, requests);
  return latencies.reduce((sum, latency) => sum + latency, 0) / 1000;
}

/** The same rows straight into the table: nothing is checked or counted, no foreign key and no trigger is minded. */
async function insertBare(client: pg.Client, next: () => NewInteraction[]): Promise<number> {
  const bodies = Array.from({ length: bulksPerTurn }, () => JSON.stringify(next()));
  await client.query('SET session_replication_role = replica');
  const started = performance.now();
  for (const body of bodies) {
    await client.query(
      `INSERT INTO user_interactions (
         user_id, content_item_id, interaction_type, rating, duration, interaction_metadata, created_at
       )
       SELECT user_id, content_item_id, interaction_type, rating, duration, '{"bare": true}', now()
       FROM jsonb_to_recordset($1::jsonb) AS g (
         user_id uuid, content_item_id integer, interaction_type text, rating integer, duration integer
       )`,
      [body],
    );
  }
  const seconds = (performance.now() - started) / 1000;
  await client.query('RESET session_replication_role');
  return seconds;
}

/** Recording one by one, and a thousand at a time beside the bare insert of as many. */
interface RecordingFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  readonly bulkRowsPerSecond: number;
  readonly bareRowsPerSecond: number;
}

export async function measureRecording(
  client: pg.Client,
  target: HttpTarget,
  { rounds, milliseconds }: Turns,
): Promise<RecordingFigures> {
  const rows = await readInteractions(client);
  const [single, bulk] = [portions(rows, 1), portions(rows, bulkRows)];
  const next = (): HttpRequest => toRequest('', single()[0]!);
  const turns: RecordingFigures[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const alone = figuresOf(await loadHttp({ target, next, connections: 1, milliseconds }));
    const together = figuresOf(await loadHttp({ target, next, connections: writers, milliseconds }));
    turns.push({
      ...alone,
      perSecond: together.perSecond,
      bulkRowsPerSecond: (bulksPerTurn * bulkRows) / (await sendBulks(target, bulk)),
      bareRowsPerSecond: (bulksPerTurn * bulkRows) / (await insertBare(client, bulk)),
    });
  }
  return mediansOf(turns.slice(1)); // the first warms all
}

/** The data as it was loaded: runs begin and end with it. What was never counted is not counted off either. */
export async function removeRecorded(client: pg.Client, lastLoadedId: number): Promise<void> {
  await client.query('SET session_replication_role = replica');
  const bare = await client.query(
    `DELETE FROM user_interactions WHERE id > $1 AND interaction_metadata ? 'bare'`,
    [lastLoadedId],
  );
  await client.query('RESET session_replication_role');
  const counted = await client.query('DELETE FROM user_interactions WHERE id > $1', [lastLoadedId]);
  if ((bare.rowCount ?? 0) + (counted.rowCount ?? 0) === 0) return;
  await foldCounters(client);
  await client.query('VACUUM (ANALYZE)');
}
