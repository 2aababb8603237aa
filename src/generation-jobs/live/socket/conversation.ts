import type { JobFeed } from '../job-feed.js';
import type { WatchedRow } from '../job-feed.queries.js';
import { beginningFor, type JobWatch } from '../job-watch.js';
import { toSnapshotMessage } from '../live-messages.js';
import { CloseCode } from './close-code.js';
import type { SocketClient } from './socket-client.js';
import { canExist, type SocketRequest } from './socket-request.js';

interface Opened {
  readonly watch: JobWatch;
  readonly row: WatchedRow;
}

async function open(feed: JobFeed, client: SocketClient, jobId: number): Promise<Opened | undefined> {
  if (!canExist(jobId)) return undefined;
  const watch = feed.watch(jobId);
  client.own(watch);
  const row = await watch.open();
  if (row) return { watch, row };
  client.disown(watch);
  return undefined;
}

function refuse(client: SocketClient, { isSingle, jobIds }: SocketRequest): void {
  const code = jobIds.length > 0 ? CloseCode.NotFound : CloseCode.BadRequest;
  client.refuse(
    isSingle ? { type: 'error', error: 'Job not found' } : { error: 'No valid job IDs provided' },
    code,
  );
}

/** Tells a client who it is connected to, how its jobs are, and from then on, what happens to them. */
export async function converse(feed: JobFeed, client: SocketClient, request: SocketRequest): Promise<void> {
  const { isSingle, jobIds, malformed, since } = request;
  const all = await Promise.all(jobIds.map((id) => open(feed, client, id)));
  const found = all.filter((one) => one !== undefined);
  const [first] = found;
  if (!first) {
    refuse(client, request);
    return;
  }
  const ids = found.map(({ row }) => row.id);
  const whom = isSingle ? { job_id: first.row.id } : { job_ids: ids };
  client.tell({ type: 'connection', ...whom, status: 'connected' });
  for (const text of malformed) client.tell({ type: 'error', error: `Invalid job ID: ${text}` });
  for (const id of jobIds.filter((one) => !ids.includes(one)))
    client.tell({ type: 'error', job_id: id, error: 'Job not found' });
  for (const { row } of found) client.tell(toSnapshotMessage(row));
  for (const { watch, row } of found) watch.start(client, beginningFor(row, since.get(row.id)));
}
