import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { runSql } from '../../../src/database/run-sql.js';
import { ensurePartitions } from '../../../src/stream-pipeline/partitions.js';

/** A raw row of generation_events, as the drainer writes it. */
export interface GenerationEventRow {
  timestamp: Date;
  event_type: 'request' | 'completion' | 'cancellation';
  generation_id: string | null;
  user_id: string | null;
  generation_type: string | null;
  duration_ms: number | null;
  success: boolean | null;
  error_type: string | null;
  error_message: string | null;
  model_checkpoint: string | null;
  batch_size: number | null;
  queue_length: number | null;
}

let lastStreamId = 0;

/** Stores raw events, in the partitions of their days; each is of a generation of its own unless it says otherwise. */
export async function insertGenerationEvents(
  dataSource: DataSource,
  events: readonly (Partial<GenerationEventRow> & Pick<GenerationEventRow, 'timestamp' | 'event_type'>)[],
): Promise<void> {
  const times = events.map(({ timestamp }) => timestamp.getTime());
  await ensurePartitions(dataSource, 'generation_events', Math.min(...times), Math.max(...times));
  const rows = events.map((event) => ({
    generation_id: randomUUID(),
    ...event,
    stream_id: ++lastStreamId,
  }));
  await runSql(
    dataSource,
    sql`
      INSERT INTO generation_events ("timestamp", stream_id, event_type, generation_id, user_id, generation_type,
        duration_ms, success, error_type, error_message, model_checkpoint, batch_size, queue_length)
      SELECT "timestamp", stream_id, event_type, generation_id, user_id, generation_type,
        duration_ms, success, error_type, error_message, model_checkpoint, batch_size, queue_length
      FROM jsonb_populate_recordset(NULL::generation_events, ${JSON.stringify(rows)}::jsonb)`,
  );
}
