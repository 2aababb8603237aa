import sql, { raw } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { SinkColumn } from './event-pipeline.js';

type Value = ReturnType<SinkColumn<unknown>['value']>;

/** Values remembered before it starts anew: anybody can send any number of invented ids. */
const maxRemembered = 100_000;

/** Knows which values of a column exist where they must, and asks about each once while a drain lasts. */
export class ReferenceLookup {
  private readonly known = new Map<Value, boolean>();

  constructor(
    private readonly executor: SqlExecutor,
    private readonly type: string,
    private readonly references: NonNullable<SinkColumn<unknown>['references']>,
  ) {}

  /** Those of the values that exist. */
  async present(values: readonly Value[]): Promise<ReadonlySet<Value>> {
    if (this.known.size > maxRemembered) this.known.clear();
    const distinct = [...new Set(values)].filter((value) => value !== null);
    const present = new Set<Value>(distinct.filter((value) => this.known.get(value)));
    const unknown = distinct.filter((value) => !this.known.has(value));
    if (unknown.length === 0) return present;
    const found = await this.find(unknown);
    for (const value of unknown) this.known.set(value, found.has(value));
    for (const value of found) present.add(value);
    return present;
  }

  private async find(values: readonly Value[]): Promise<ReadonlySet<Value>> {
    const { table, column } = this.references;
    const rows = await runSql<{ value: string }>(
      this.executor,
      sql`
        SELECT ${raw(column)}::text AS value
        FROM ${raw(table)}
        WHERE ${raw(column)} = ANY(${values}::${raw(this.type)}[])`,
    );
    return new Set<Value>(rows.map(({ value }) => value));
  }
}
