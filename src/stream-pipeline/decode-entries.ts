import { dayMs } from '../common/durations.js';
import type { EventPipeline } from './event-pipeline.js';
import type { SinkRow } from './sink-statement.js';
import type { DeadEntry, StreamEntry } from './stream-consumer.js';
import { packStreamId } from './stream-id.js';
import { payloadField } from './stream-keys.js';
import { retentionHorizon } from './utc-time.js';

export interface DecodedRow extends SinkRow {
  readonly entry: StreamEntry;
}

export interface DecodedEntries {
  readonly rows: readonly DecodedRow[];
  readonly dead: readonly DeadEntry[];
}

/** Clocks of publishers may run ahead of ours, but not by more than this. */
const maxAheadMs = dayMs;

function decodeEntry(
  pipeline: EventPipeline<unknown>,
  entry: StreamEntry,
  shard: number,
  nowMs: number,
): DecodedRow | string {
  if (!entry.isOurs) return `entry has no field '${payloadField}'`;
  const streamId = packStreamId(entry.id, shard);
  if (streamId === undefined) return 'entry id does not fit a bigint';
  const decoded = pipeline.decode(entry.payload);
  if (!decoded.ok) return decoded.reason;
  const { event, occurredAt } = decoded;
  if (occurredAt < retentionHorizon(nowMs, pipeline.settings.rawRetentionDays)) return 'older than retention';
  if (occurredAt > nowMs + maxAheadMs) return 'more than a day in the future';
  return { entry, streamId, occurredAt, event };
}

/** Sorts a batch into rows to store and entries that never can be. */
export function decodeEntries(
  pipeline: EventPipeline<unknown>,
  entries: readonly StreamEntry[],
  shard: number,
  nowMs: number,
): DecodedEntries {
  const rows: DecodedRow[] = [];
  const dead: DeadEntry[] = [];
  for (const entry of entries) {
    const decoded = decodeEntry(pipeline, entry, shard, nowMs);
    if (typeof decoded === 'string') dead.push({ entry, reason: decoded });
    else rows.push(decoded);
  }
  return { rows, dead };
}
