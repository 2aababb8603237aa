import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { DataSource, EntityManager } from 'typeorm';
import { pgFailure } from '../database/pg-errors.js';
import { runSql } from '../database/run-sql.js';
import { markDirtyHours } from './dirty-hours.queries.js';
import type { EventPipeline, SinkColumn } from './event-pipeline.js';
import { allowLongWaits } from './long-statements.js';
import { startOfHour } from './utc-time.js';

/** A decoded event on its way into the raw table. */
export interface SinkRow {
  readonly streamId: string;
  readonly occurredAt: number;
  readonly event: unknown;
}

export interface Rejected<Row> {
  readonly row: Row;
  readonly reason: string;
}

export interface Stored<Row> {
  readonly inserted: number;
  readonly rejected: readonly Rejected<Row>[];
}

const engineColumns: readonly SinkColumn<SinkRow>[] = [
  { name: 'stream_id', type: 'bigint', value: (row) => row.streamId },
  { name: 'timestamp', type: 'timestamptz', value: (row) => new Date(row.occurredAt).toISOString() },
];

function isPartitionMissing(error: unknown): boolean {
  const failure = pgFailure(error);
  return failure?.code === '23514' && failure.constraint === undefined;
}

/** Whether the rows themselves are at fault: SQLSTATE classes 22 (data) and 23 (integrity). */
function isRefusalOfData(error: unknown): boolean {
  return /^2[23]/.test(pgFailure(error)?.code ?? '') && !isPartitionMissing(error);
}

/** The one statement that stores a batch: every column is one array parameter, so its text never changes. */
function insertStatement(pipeline: EventPipeline<unknown>, rows: readonly SinkRow[]): Sql {
  const { table, columns, joins = '' } = pipeline.sink;
  const own = columns.map((column) => ({ ...column, value: (row: SinkRow) => column.value(row.event) }));
  const all: readonly SinkColumn<SinkRow>[] = [...engineColumns, ...own];
  const names = raw(all.map(({ name }) => `"${name}"`).join(', '));
  const expressions = raw(all.map(({ name, expression }) => expression ?? `e."${name}"`).join(', '));
  const arrays = all.map((column) => sql`${rows.map((row) => column.value(row))}::${raw(column.type)}[]`);
  return sql`
    WITH inserted AS (
      INSERT INTO ${raw(table)} (${names})
      SELECT ${expressions}
      FROM unnest(${join(arrays)}) AS e (${names})
      ${raw(joins)}
      ON CONFLICT ("timestamp", stream_id) DO NOTHING
      RETURNING 1
    )
    SELECT count(*)::int AS count
    FROM inserted`;
}

/** Writes events of one pipeline to its raw table: each once, and a refused one without its neighbours. */
export class SinkWriter<Row extends SinkRow> {
  constructor(
    private readonly dataSource: DataSource,
    private readonly pipeline: EventPipeline<unknown>,
  ) {}

  /**
   * Stores the rows in one transaction. When PostgreSQL refuses their data, the batch is halved until the guilty
   * rows stand alone. Anything else that goes wrong is thrown.
   */
  async store(rows: readonly Row[]): Promise<Stored<Row>> {
    try {
      return { inserted: await this.insert(rows), rejected: [] };
    } catch (error) {
      if (!isRefusalOfData(error)) throw error;
      return await this.storeHalves(rows, error);
    }
  }

  private async storeHalves(rows: readonly Row[], refusal: unknown): Promise<Stored<Row>> {
    const [row] = rows;
    if (rows.length === 1 && row) {
      return { inserted: 0, rejected: [{ row, reason: pgFailure(refusal)?.message ?? String(refusal) }] };
    }
    const middle = Math.ceil(rows.length / 2);
    const first = await this.store(rows.slice(0, middle));
    const second = await this.store(rows.slice(middle));
    return {
      inserted: first.inserted + second.inserted,
      rejected: [...first.rejected, ...second.rejected],
    };
  }

  private async insert(rows: readonly Row[]): Promise<number> {
    if (rows.length === 0) return 0;
    return await this.dataSource.transaction(async (manager) => {
      await allowLongWaits(manager);
      const [inserted] = await runSql<{ count: number }>(manager, insertStatement(this.pipeline, rows));
      const count = inserted?.count ?? 0;
      if (count > 0) await this.markHours(manager, rows);
      return count;
    });
  }

  /** Comes last: a rollup of the hour waits for this lock, and with it for the commit of the rows. */
  private async markHours(manager: EntityManager, rows: readonly SinkRow[]): Promise<void> {
    const hours = [...new Set(rows.map((row) => startOfHour(row.occurredAt)))];
    await markDirtyHours(manager, this.pipeline.name, hours);
  }
}
