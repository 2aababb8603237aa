import { finished } from 'node:stream/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { DataSource, EntityManager } from 'typeorm';
import { pgFailure } from '../database/pg-errors.js';
import { markDirtyHours } from './dirty-hours.queries.js';
import type { EventPipeline, SinkColumn } from './event-pipeline.js';
import { allowLongWaits } from '../database/long-statements.js';
import { ReferenceLookup } from './reference-lookup.js';
import { type PresentValues, type SinkRow, SinkStatement } from './sink-statement.js';
import { startOfHour } from './utc-time.js';

export interface Rejected<Row> {
  readonly row: Row;
  readonly reason: string;
}

export interface Stored<Row> {
  readonly inserted: number;
  readonly rejected: readonly Rejected<Row>[];
}

function isPartitionMissing(error: unknown): boolean {
  const failure = pgFailure(error);
  return failure?.code === '23514' && failure.constraint === undefined;
}

/** Whether the rows themselves are at fault: SQLSTATE classes 22 (data) and 23 (integrity). */
function isRefusalOfData(error: unknown): boolean {
  return /^2[23]/.test(pgFailure(error)?.code ?? '') && !isPartitionMissing(error);
}

/**
 * Writes events of one pipeline to its raw table: each once, and a refused one without its neighbours. A batch goes
 * in by COPY, which costs half of an INSERT that looks for conflicts; only when PostgreSQL refuses it, because an
 * entry was delivered before or its data cannot be stored, is it inserted with care.
 */
export class SinkWriter<Row extends SinkRow> {
  private readonly statement: SinkStatement;
  private readonly lookups = new Map<SinkColumn<SinkRow>, ReferenceLookup>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly pipeline: EventPipeline<unknown>,
  ) {
    this.statement = new SinkStatement(pipeline);
    for (const column of this.statement.columns) {
      if (column.references === undefined) continue;
      this.lookups.set(column, new ReferenceLookup(dataSource, column.type, column.references));
    }
  }

  /**
   * Stores the rows and marks their hours in one transaction.
   * @throws whatever is not the fault of the rows; then none of them is stored
   */
  async store(rows: readonly Row[]): Promise<Stored<Row>> {
    if (rows.length === 0) return { inserted: 0, rejected: [] };
    const present = await this.lookUpReferences(rows);
    const text = this.statement.copyText(rows, present);
    try {
      await this.inTransaction(rows, (manager) => this.copy(manager, text));
      return { inserted: rows.length, rejected: [] };
    } catch (error) {
      if (!isRefusalOfData(error)) throw error;
      return await this.insertWithCare(rows, present);
    }
  }

  /** Passes over rows that are there already, and halves the batch until rows that are refused stand alone. */
  private async insertWithCare(rows: readonly Row[], present: PresentValues): Promise<Stored<Row>> {
    try {
      const inserted = await this.inTransaction(rows, (manager) => this.insert(manager, rows, present));
      return { inserted, rejected: [] };
    } catch (error) {
      if (!isRefusalOfData(error)) throw error;
      const [row] = rows;
      if (row && rows.length === 1) return { inserted: 0, rejected: [{ row, reason: reasonOf(error) }] };
      const middle = Math.ceil(rows.length / 2);
      const first = await this.insertWithCare(rows.slice(0, middle), present);
      const second = await this.insertWithCare(rows.slice(middle), present);
      return {
        inserted: first.inserted + second.inserted,
        rejected: [...first.rejected, ...second.rejected],
      };
    }
  }

  /** Marks the hours last: a rollup waits for the mark's lock, and with it for the commit of the rows. */
  private async inTransaction<T>(
    rows: readonly Row[],
    write: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    return await this.dataSource.transaction(async (manager) => {
      await allowLongWaits(manager);
      const written = await write(manager);
      const hours = new Set(rows.map((row) => startOfHour(row.occurredAt)));
      await markDirtyHours(manager, this.pipeline.name, [...hours]);
      return written;
    });
  }

  private async copy(manager: EntityManager, text: string): Promise<void> {
    const client = (await manager.queryRunner?.connect()) as PoolClient;
    const stream = client.query(copyFrom(this.statement.copyCommand));
    stream.end(text);
    await finished(stream);
  }

  private async insert(
    manager: EntityManager,
    rows: readonly Row[],
    present: PresentValues,
  ): Promise<number> {
    const parameters = this.statement.insertParameters(rows, present);
    const result = await manager.queryRunner?.query(this.statement.insertCommand, parameters, true);
    return result?.affected ?? 0;
  }

  private async lookUpReferences(rows: readonly Row[]): Promise<PresentValues> {
    const present = new Map<string, Awaited<ReturnType<ReferenceLookup['present']>>>();
    for (const [column, lookup] of this.lookups) {
      present.set(column.name, await lookup.present(rows.map((row) => column.value(row))));
    }
    return present;
  }
}

function reasonOf(error: unknown): string {
  return pgFailure(error)?.message ?? String(error);
}
