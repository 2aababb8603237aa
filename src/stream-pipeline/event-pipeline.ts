import type { EntityManager } from 'typeorm';

/** What a stream entry holds: an event and when it happened in epoch milliseconds, or why there is none. */
export type Decoded<E> =
  | { readonly ok: true; readonly event: E; readonly occurredAt: number }
  | { readonly ok: false; readonly reason: string };

/** One column of the raw table, filled from the event. */
export interface SinkColumn<E> {
  readonly name: string;
  /** PostgreSQL type of one value: the batch travels as one array per column. */
  readonly type: string;
  value(event: E): string | number | boolean | null;
  /**
   * Where the value must exist; one that does not is stored as NULL. `decode` must let only values of the column's
   * type through, and `value` answer them as PostgreSQL writes them.
   */
  readonly references?: { readonly table: string; readonly column: string };
}

/**
 * The raw table of a pipeline. The engine fills `stream_id` and `"timestamp"` itself; the table is partitioned by
 * day of "timestamp" and unique over both, which is what makes a second delivery harmless.
 */
export interface EventSink<E> {
  readonly table: string;
  readonly columns: readonly SinkColumn<E>[];
}

/** Half-open interval of time. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

/** How raw events become hourly rows. */
export interface EventRollup {
  /** Recomputes the whole UTC hours of the range by idempotent upsert; answers the number of rows written. */
  run(manager: EntityManager, range: TimeRange): Promise<number>;
}

export interface PipelineSettings {
  /** Entries the stream holds, over all shards, before the oldest go. */
  readonly streamMaxLength: number;
  /** Streams the events are spread over. */
  readonly shards: number;
  /** Events a process holds while Redis is away. */
  readonly bufferMax: number;
  /** Longest time an event waits in the publishing process. */
  readonly flushIntervalMs: number;
  /** Entries moved to PostgreSQL per statement. */
  readonly batchSize: number;
  /** Idle time after which entries of a drainer that went away are taken over. */
  readonly claimIdleMs: number;
  readonly rawRetentionDays: number;
}

/** Everything the engine has to know of one kind of event; docs/adding-a-pipeline.md shows how to write one. */
export interface EventPipeline<E> {
  /** Name in jobs, in the schedule and in the CLI, such as `route-analytics`. */
  readonly name: string;
  /** Name in Redis keys, such as `route_analytics`. */
  readonly streamName: string;
  readonly settings: PipelineSettings;
  /** One line of text, such as JSON. */
  encode(event: E): string;
  /** Validates; answers a reason instead of throwing, so that one bad entry cannot hold back the others. */
  decode(payload: string): Decoded<E>;
  readonly sink: EventSink<E>;
  readonly rollup: EventRollup;
}
