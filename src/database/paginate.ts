import sql, { type Sql } from 'sql-template-tag';
import type { ListDefinition } from '../common/http/list-definition.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { beyond, orderClause, whereClause } from './list-sql.js';
import { type PageOptions, type Slice, toPage, toSlice } from './page.js';
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
  /** Counts without touching the rows, where counters know the answer exactly. */
  count?: () => Promise<number>;
  /** Finds a place shortly before a deep offset, where counters know one; undefined where they do not. */
  seek?: (window: ListWindow) => Promise<ListPlace | undefined>;
}

/** A place in a list. */
export interface ListPlace {
  /** Leaves out rows before the place. */
  where: Sql;
  /** Rows after it that are still to be passed over. */
  skip: number;
}

async function fetchSlice<Row>(
  executor: SqlExecutor,
  { definition, select, from, where, seek }: ListSource,
  window: ListWindow,
): Promise<Slice<Row>> {
  const place = window.skip > 0 ? await seek?.(window) : undefined;
  const conditions = [
    ...where,
    ...(window.cursor ? [beyond(definition, window.cursor)] : []),
    ...(place ? [place.where] : []),
  ];
  const rows = await runSql<Row>(
    executor,
    sql`
      SELECT ${select} FROM ${from} ${whereClause(conditions)}
      ${orderClause(definition, window)} LIMIT ${window.limit + 1} OFFSET ${place?.skip ?? window.skip}`,
  );
  return toSlice(rows, window);
}

async function countRows(executor: SqlExecutor, source: ListSource): Promise<number> {
  if (source.count) return source.count();
  const [row] = await runSql<{ total: number }>(
    executor,
    sql`SELECT count(*)::int AS total FROM ${source.from} ${whereClause(source.where)}`,
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
  options?: PageOptions,
): Promise<Page<T>> {
  const slice = await fetchSlice<Row>(executor, source, window);
  const total = await totalOf(executor, source, window, slice);
  return toPage(source.definition, window, slice, total, toItem, options);
}
