import sql, { raw } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import {
  defineList,
  integerKey,
  numberKey,
  type SortOrder,
  textKey,
  timestampKey,
} from '../../../src/common/http/list-definition.js';
import { decodeCursor } from '../../../src/common/http/cursor.js';
import type { Page } from '../../../src/common/http/page-of.dto.js';
import type { ListWindow } from '../../../src/common/http/page-query.dto.js';
import type { PageOptions } from '../../../src/database/page.js';
import { paginate } from '../../../src/database/paginate.js';
import { runSql } from '../../../src/database/run-sql.js';

/** A row with a key of every type a list can be sorted by. */
export interface NumberedRow {
  id: number;
  createdAt: Date;
  doneAt: Date | null;
  score: number;
  stars: number | null;
  label: string;
}

const sortable = {
  created_at: timestampKey('r.created_at'),
  done_at: timestampKey('r.done_at', { nullable: true }),
  score: numberKey('r.score'),
  stars: numberKey('r.stars', { nullable: true }),
  label: textKey('r.label'),
  id: integerKey('r.id'),
};
export type SortField = keyof typeof sortable;

export const rowList = defineList<SortField>({
  name: 'rows',
  sortable,
  defaultSort: { field: 'created_at', order: 'desc' },
  defaultLimit: 10,
});

/** Best first: three keys, as in top-rated lists. */
export const bestRows = defineList<SortField>({
  name: 'best rows',
  sortable,
  defaultSort: { field: 'score', order: 'desc' },
  thenBy: ['created_at'],
  defaultLimit: 10,
});

export async function createRowTable(dataSource: DataSource): Promise<void> {
  await dataSource.query(`
    CREATE TABLE numbered_rows (
      id integer PRIMARY KEY,
      created_at timestamptz(3) NOT NULL,
      done_at timestamptz(3),
      score double precision NOT NULL,
      stars integer,
      label varchar(100) NOT NULL
    )`);
}

export async function insertRows(dataSource: DataSource, rows: readonly NumberedRow[]): Promise<void> {
  await runSql(
    dataSource,
    sql`
      INSERT INTO numbered_rows (id, created_at, done_at, score, stars, label)
      SELECT "id", "createdAt", "doneAt", "score", "stars", "label"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (
        "id" int, "createdAt" timestamptz, "doneAt" timestamptz, "score" float8, "stars" int, "label" text
      )`,
  );
}

export async function replaceRows(dataSource: DataSource, rows: readonly NumberedRow[]): Promise<void> {
  await dataSource.query('TRUNCATE numbered_rows');
  await insertRows(dataSource, rows);
}

/** So many rows, of which `perGroup` each share their time, score and label. */
export function makeRows(count: number, perGroup: number): NumberedRow[] {
  return Array.from({ length: count }, (_unused, index) => {
    const group = Math.floor(index / perGroup);
    return {
      id: index + 1,
      createdAt: new Date(Date.UTC(2026, 0, 1, group)),
      doneAt: group % 3 === 0 ? null : new Date(Date.UTC(2026, 1, 1, group)),
      score: group / 8,
      stars: group % 4 === 0 ? null : group % 4,
      label: `group ${String(group).padStart(3, '0')}`,
    };
  });
}

const columns = raw('r.id, r.created_at AS "createdAt", r.done_at AS "doneAt", r.score, r.stars, r.label');

/** Pages of row ids; the window's own defaults are the first ten rows, newest first. */
export function pageOfIds(
  dataSource: DataSource,
  window: Partial<ListWindow> = {},
  options: PageOptions & { definition?: typeof rowList } = {},
): Promise<Page<number>> {
  const { definition = rowList, ...rest } = options;
  const source = { definition, select: columns, from: raw('numbered_rows r'), where: [] };
  const whole: ListWindow = {
    mode: 'page',
    page: 1,
    limit: 10,
    skip: 0,
    ...definition.defaultSort,
    ...window,
  };
  return paginate<NumberedRow, number>(dataSource, source, whole, ({ id }) => id, rest);
}

/** The window a client opens with a cursor. */
export function cursorWindow(text: string, limit: number, definition = rowList): Partial<ListWindow> {
  const cursor = decodeCursor(definition, text);
  return { mode: 'cursor', limit, field: cursor.field, order: cursor.order, cursor };
}

export interface Walk {
  field: SortField;
  order: SortOrder;
  limit: number;
  definition?: typeof rowList;
}

/** Follows next_cursor from the first page to the last. */
export async function walkForward(dataSource: DataSource, walk: Walk): Promise<Page<number>[]> {
  const { field, order, limit, definition = rowList } = walk;
  const pages = [await pageOfIds(dataSource, { field, order, limit }, { definition })];
  for (let cursor = pages[0]!.pagination.next_cursor; cursor; cursor = pages.at(-1)!.pagination.next_cursor) {
    pages.push(await pageOfIds(dataSource, cursorWindow(cursor, limit, definition), { definition }));
  }
  return pages;
}

/** Follows prev_cursor from a page back to the first one; answers the pages in list order, without the given one. */
export async function walkBackward(
  dataSource: DataSource,
  from: Page<number>,
  { limit, definition = rowList }: Pick<Walk, 'limit' | 'definition'>,
): Promise<Page<number>[]> {
  const pages: Page<number>[] = [];
  for (let cursor = from.pagination.prev_cursor; cursor; cursor = pages[0]!.pagination.prev_cursor) {
    pages.unshift(await pageOfIds(dataSource, cursorWindow(cursor, limit, definition), { definition }));
  }
  return pages;
}
