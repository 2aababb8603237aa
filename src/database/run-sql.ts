import type { Sql } from 'sql-template-tag';
import type { DataSource, EntityManager } from 'typeorm';

/** What can run SQL: the pool, or a transaction's manager. */
export type SqlExecutor = Pick<DataSource | EntityManager, 'query'>;

/** Runs one parameterised statement and answers its rows; `Row` states the shape its SELECT list promises. */
export async function runSql<Row>(executor: SqlExecutor, statement: Sql): Promise<Row[]> {
  return await executor.query<Row[]>(statement.text, statement.values);
}

/** The same for UPDATE and DELETE with RETURNING, whose rows TypeORM answers beside their number. */
export async function runReturning<Row>(executor: SqlExecutor, statement: Sql): Promise<Row[]> {
  const [rows] = await executor.query<[Row[], number]>(statement.text, statement.values);
  return rows;
}
