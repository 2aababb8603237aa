import { DomainError } from '../common/errors/domain.error.js';
import { type CursorDirection, encodeCursor } from '../common/http/cursor.js';
import { type KeyValue, type ListDefinition, orderKeys } from '../common/http/list-definition.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';

/** The rows of one page, in the list's order. */
export interface Slice<Row> {
  rows: Row[];
  /** There is at least one row beyond the slice, in the direction of reading. */
  more: boolean;
}

export interface PageOptions {
  /** Answer a page past the end with no items rather than 404 (contract E9). */
  lenient?: boolean;
  /** Have the page's cursors carry the total under this digest, because it is too dear to be found on every page. */
  carryTotalOf?: string | undefined;
}

/** A slice from rows that were read with one more than asked for, in the direction of reading. */
export function toSlice<Row>(rows: Row[], window: ListWindow): Slice<Row> {
  const more = rows.length > window.limit;
  if (more) rows.pop();
  return { rows: window.cursor?.direction === 'prev' ? rows.reverse() : rows, more };
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

/** The values of a row a cursor is made of; the row names each sortable field in camelCase. */
export function keyValues(definition: ListDefinition, field: string, row: object): KeyValue[] {
  return orderKeys(definition, field).map(([name]): KeyValue => {
    const value = (row as Record<string, KeyValue | Date>)[toCamelCase(name)] as KeyValue | Date;
    return value instanceof Date ? value.toISOString() : value;
  });
}

/**
 * The envelope of a list around one slice of it (contract §2.3).
 * @throws DomainError PAGE_OUT_OF_RANGE in page mode past the last page, unless lenient
 */
export function toPage<Row extends object, T>(
  definition: ListDefinition,
  window: ListWindow,
  slice: Slice<Row>,
  total: number,
  toItem: (row: Row) => T,
  { lenient, carryTotalOf }: PageOptions = {},
): Page<T> {
  const totalPages = Math.ceil(total / window.limit);
  if (window.mode === 'page' && !lenient && window.page > Math.max(totalPages, 1)) {
    throw new DomainError('PAGE_OUT_OF_RANGE', 'Page number out of range');
  }
  const { hasNext, hasPrevious } = neighbours(window, slice, total);
  const cursorAt = (row: Row | undefined, direction: CursorDirection): string | null => {
    if (!row) return null;
    const { field, order } = window;
    const values = keyValues(definition, field, row);
    const carried = carryTotalOf === undefined ? {} : { total: { rows: total, of: carryTotalOf } };
    return encodeCursor(definition, { field, order, direction, values, ...carried });
  };
  return {
    items: slice.rows.map(toItem),
    pagination: {
      page: window.page,
      page_size: window.limit,
      total_count: total,
      total_pages: totalPages,
      has_next: hasNext,
      has_previous: hasPrevious,
      next_cursor: hasNext ? cursorAt(slice.rows.at(-1), 'next') : null,
      prev_cursor: hasPrevious ? cursorAt(slice.rows[0], 'prev') : null,
    },
    total,
    skip: window.skip,
    limit: window.limit,
    has_more: hasNext,
  };
}

/** A page of a list that has no rows for the caller. */
export function emptyPage<T extends object>(definition: ListDefinition, window: ListWindow): Page<T> {
  return toPage<T, T>(definition, window, { rows: [], more: false }, 0, (row) => row);
}
