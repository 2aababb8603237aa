import type { DataSource, EntityManager } from 'typeorm';
import type { Decoded, EventPipeline, TimeRange } from '../../../src/stream-pipeline/event-pipeline.js';
import type { PipelineSubject } from './pipeline-subject.js';

interface ExampleEvent {
  readonly label: string;
  readonly at: number;
}

/** Its table has a partition function of its own, because the product's allows the product's tables only. */
const schema = `
  CREATE TABLE example_events (
    "timestamp" timestamptz(3) NOT NULL,
    stream_id bigint NOT NULL,
    label text NOT NULL CONSTRAINT ck_label CHECK (label <> 'refused'),
    PRIMARY KEY ("timestamp", stream_id)
  ) PARTITION BY RANGE ("timestamp");
  CREATE TABLE example_events_hourly (hour timestamptz PRIMARY KEY, total int NOT NULL);
  CREATE OR REPLACE FUNCTION event_partition_name(parent text, day date) RETURNS text
    LANGUAGE sql STABLE AS $$ SELECT parent || to_char(day, '"_p"YYYYMMDD') $$`;

async function rollUp(manager: EntityManager, { from, to }: TimeRange): Promise<number> {
  const rows = await manager.query<unknown[]>(
    `INSERT INTO example_events_hourly (hour, total)
     SELECT date_trunc('hour', "timestamp", 'UTC'), count(*)
     FROM example_events
     WHERE "timestamp" >= $1 AND "timestamp" < $2
     GROUP BY 1
     ON CONFLICT (hour) DO UPDATE SET total = EXCLUDED.total
     RETURNING hour`,
    [from, to],
  );
  return rows.length;
}

function decode(payload: string): Decoded<ExampleEvent> {
  const [label, at] = payload.split('@');
  const event = { label: label ?? '', at: Number(at) };
  if (!Number.isSafeInteger(event.at)) return { ok: false, reason: 'not label@time' };
  return { ok: true, event, occurredAt: event.at };
}

function create(): EventPipeline<ExampleEvent> {
  return {
    name: 'examples',
    streamName: 'examples',
    settings: {
      streamMaxLength: 100_000,
      shards: 1,
      bufferMax: 10_000,
      flushIntervalMs: 20,
      batchSize: 1_000,
      claimIdleMs: 60_000,
      rawRetentionDays: 30,
    },
    encode: ({ label, at }) => `${label}@${at}`,
    decode,
    sink: {
      table: 'example_events',
      columns: [{ name: 'label', type: 'text', value: (event) => event.label }],
    },
    rollup: { run: rollUp },
  };
}

/** A pipeline the product does not have: what it shows holds for any. */
export const examplePipelineSubject: PipelineSubject<ExampleEvent> = {
  title: 'example pipeline',
  hourlyTable: 'example_events_hourly',
  prepare: async (dataSource: DataSource) => {
    await dataSource.query(schema);
  },
  create,
  event: (label, at) => ({ label, at: at.getTime() }),
  refused: (at) => ({ label: 'refused', at: at.getTime() }),
  async storedKeys(dataSource: DataSource) {
    const rows = await dataSource.query<{ label: string }[]>(
      `SELECT label FROM example_events ORDER BY label COLLATE "C"`,
    );
    return rows.map((row) => row.label);
  },
  async hourlyTotals(dataSource: DataSource) {
    const rows = await dataSource.query<{ hour: Date; total: number }[]>(
      `SELECT hour, total FROM example_events_hourly ORDER BY hour`,
    );
    return Object.fromEntries(rows.map(({ hour, total }) => [hour.toISOString(), total]));
  },
};
