import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { DomainError } from '../common/errors/domain.error.js';
import { type Cursor, type CursorDirection, encodeCursor } from '../common/http/cursor.js';
import {
  type KeyValue,
  keyExpression,
  type ListDefinition,
  orderKeys,
  type SortOrder,
} from '../common/http/list-definition.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { runSql, type SqlExecutor } from './run-sql.js';

/** The SQL of one list: what to select, from where, under which filters. */
export interface ListSource {
  definition: ListDefinition;
  /** SELECT list; it names each sortable field in camelCase, unrounded, because cursors are made of the rows. */
  select: Sql;
  /** FROM clause with the joins the SELECT list needs. */
  from: Sql;
  /** Conditions that all hold. */
  where: readonly Sql[];
  /**
   * FROM clause that is enough for `where`, the order and the total, when `from` and `select` only add to each row.
   * The page is then found with it first and completed afterwards, so that a row passed over costs an index entry
   * and not its decoration.
   */
  keysFrom?: Sql;
  /** Counts without touching the rows, where counters know the answer exactly. */
  count?: () => Promise<number>;
}

export interface PaginateOptions {
  /** Answer a page past the end with no items rather than 404 (contract E9). */
  lenient?: boolean;
}

interface Slice<Row> {
  rows: Row[];
  /** The query found at least one row beyond the slice, in the direction of reading. */
  more: boolean;
}

const opposite: Record<SortOrder, SortOrder> = { asc: 'desc', desc: 'asc' };

function whereClause(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? empty : sql`WHERE ${join(conditions, ' AND ')}`;
}

/** Rows strictly beyond the cursor in reading order, as one row comparison an index can serve. */
function beyond(definition: ListDefinition, cursor: Cursor): Sql {
  const forward = cursor.direction === 'next' ? cursor.order : opposite[cursor.order];
  const keys = orderKeys(definition, cursor.field);
  const left = keys.map(([, column]) => keyExpression(column, cursor.order));
  const right = keys.map(([, column], index) =>
    keyExpression({ ...column, sql: sql`${cursor.values[index]}::${raw(column.type)}` }, cursor.order),
  );
  return sql`(${join(left)}) ${raw(forward === 'asc' ? '>' : '<')} (${join(right)})`;
}

function sliceStatement(source: ListSource, window: ListWindow): Sql {
  const { cursor, limit, skip } = window;
  const direction = cursor?.direction === 'prev' ? opposite[window.order] : window.order;
  const keys = orderKeys(source.definition, window.field).map(
    ([, column]) => sql`${keyExpression(column, window.order)} ${raw(direction)}`,
  );
  const where = whereClause(cursor ? [...source.where, beyond(source.definition, cursor)] : source.where);
  const slice = sql`ORDER BY ${join(keys)} LIMIT ${limit + 1} OFFSET ${skip}`;
  if (!source.keysFrom) return sql`SELECT ${source.select} FROM ${source.from} ${where} ${slice}`;
  const id = source.definition.sortable.id.sql;
  return sql`
    WITH slice AS MATERIALIZED (SELECT ${id} AS slice_id FROM ${source.keysFrom} ${where} ${slice})
    SELECT ${source.select} FROM ${source.from} JOIN slice ON slice_id = ${id} ORDER BY ${join(keys)}`;
}

async function fetchSlice<Row>(
  executor: SqlExecutor,
  source: ListSource,
  window: ListWindow,
): Promise<Slice<Row>> {
  const rows = await runSql<Row>(executor, sliceStatement(source, window));
  const more = rows.length > window.limit;
  if (more) rows.pop();
  return { rows: window.cursor?.direction === 'prev' ? rows.reverse() : rows, more };
}

async function countRows(executor: SqlExecutor, source: ListSource): Promise<number> {
  if (source.count) return source.count();
  const from = source.keysFrom ?? source.from;
  const [row] = await runSql<{ total: number }>(
    executor,
    sql`SELECT count(*)::int AS total FROM ${from} ${whereClause(source.where)}`,
  );
  return row?.total ?? 0;
}

/** A first page that is not full has told the total already. */
async function totalOf(
  executor: SqlExecutor,
  source: ListSource,
  window: ListWindow,
  slice: Slice<unknown>,
): Promise<number> {
  if (!window.cursor && window.skip === 0 && !slice.more) return slice.rows.length;
  return countRows(executor, source);
}

function neighbours(
  window: ListWindow,
  slice: Slice<unknown>,
  total: number,
): { hasNext: boolean; hasPrevious: boolean } {
  if (!window.cursor) return { hasNext: slice.more, hasPrevious: window.skip > 0 && total > 0 };
  return window.cursor.direction === 'next'
    ? { hasNext: slice.more, hasPrevious: true }
    : { hasNext: true, hasPrevious: slice.more };
}

function toCamelCase(name: string): string {
  return name.replace(/_(.)/g, (_match, letter: string) => letter.toUpperCase());
}

function cursorAt(
  definition: ListDefinition,
  window: ListWindow,
  row: object | undefined,
  direction: CursorDirection,
): string | null {
  if (!row) return null;
  const values = orderKeys(definition, window.field).map(([name]): KeyValue => {
    const value = (row as Record<string, KeyValue | Date>)[toCamelCase(name)] as KeyValue | Date;
    return value instanceof Date ? value.toISOString() : value;
  });
  return encodeCursor(definition, { field: window.field, order: window.order, direction, values });
}

/**
 * Answers one page of a list in any of the three paging modes (contract §2.3, §4.4). Two statements: the rows,
 * one more than asked for to learn whether the list goes on, and the exact total under the same filters.
 * @throws DomainError PAGE_OUT_OF_RANGE in page mode past the last page, unless lenient
 */
export async function paginate<Row extends object, T>(
  executor: SqlExecutor,
  source: ListSource,
  window: ListWindow,
  toItem: (row: Row) => T,
  options: PaginateOptions = {},
): Promise<Page<T>> {
  const slice = await fetchSlice<Row>(executor, source, window);
  const total = await totalOf(executor, source, window, slice);
  const totalPages = Math.ceil(total / window.limit);
  if (window.mode === 'page' && !options.lenient && window.page > Math.max(totalPages, 1)) {
    throw new DomainError('PAGE_OUT_OF_RANGE', 'Page number out of range');
  }
  const { hasNext, hasPrevious } = neighbours(window, slice, total);
  const { definition } = source;
  return {
    items: slice.rows.map(toItem),
    pagination: {
      page: window.page,
      page_size: window.limit,
      total_count: total,
      total_pages: totalPages,
      has_next: hasNext,
      has_previous: hasPrevious,
      next_cursor: hasNext ? cursorAt(definition, window, slice.rows.at(-1), 'next') : null,
      prev_cursor: hasPrevious ? cursorAt(definition, window, slice.rows[0], 'prev') : null,
    },
    total,
    skip: window.skip,
    limit: window.limit,
    has_more: hasNext,
  };
}
