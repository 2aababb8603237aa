import { toCopyLine } from '../database/copy-text.js';
import type { EventPipeline, SinkColumn } from './event-pipeline.js';
import { isoTime } from './utc-time.js';

/** A decoded event on its way into the raw table. */
export interface SinkRow {
  readonly streamId: string;
  readonly occurredAt: number;
  readonly event: unknown;
}

type Scalar = ReturnType<SinkColumn<unknown>['value']>;

/** Values that exist in the tables the columns refer to, by column name. */
export type PresentValues = ReadonlyMap<string, ReadonlySet<Scalar>>;

const engineColumns: readonly SinkColumn<SinkRow>[] = [
  { name: 'stream_id', type: 'bigint', value: (row) => row.streamId },
  { name: 'timestamp', type: 'timestamptz', value: (row) => isoTime(row.occurredAt) },
];

/**
 * The two ways of storing a batch. Names come from the pipeline's definition, values travel only as data. The conflict
 * names no key: besides the entry delivered twice, a table may have keys that tell an event published twice.
 */
export class SinkStatement {
  readonly copyCommand: string;
  readonly insertCommand: string;
  readonly columns: readonly SinkColumn<SinkRow>[];

  constructor({ sink }: EventPipeline<unknown>) {
    const own = sink.columns.map((column) => ({
      ...column,
      value: (row: SinkRow) => column.value(row.event),
    }));
    this.columns = [...engineColumns, ...own];
    const names = this.columns.map(({ name }) => `"${name}"`).join(', ');
    const arrays = this.columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
    this.copyCommand = `COPY ${sink.table} (${names}) FROM STDIN`;
    this.insertCommand = `
      INSERT INTO ${sink.table} (${names})
      SELECT *
      FROM unnest(${arrays})
      ON CONFLICT DO NOTHING`;
  }

  /** The rows as COPY takes them. */
  copyText(rows: readonly SinkRow[], present: PresentValues): string {
    return rows.map((row) => this.copyLine(row, present)).join('');
  }

  /** The rows as the INSERT takes them: one array a column, so that its text is the same for any number of rows. */
  insertParameters(rows: readonly SinkRow[], present: PresentValues): Scalar[][] {
    return this.columns.map((column) => rows.map((row) => this.storedValue(column, row, present)));
  }

  private copyLine(row: SinkRow, present: PresentValues): string {
    return toCopyLine(this.columns.map((column) => this.storedValue(column, row, present)));
  }

  private storedValue(column: SinkColumn<SinkRow>, row: SinkRow, present: PresentValues): Scalar {
    const value = column.value(row);
    if (column.references === undefined || value === null) return value;
    return present.get(column.name)?.has(value) ? value : null;
  }
}
