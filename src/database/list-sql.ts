import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { Cursor } from '../common/http/cursor.js';
import {
  keyExpression,
  type ListDefinition,
  orderKeys,
  type SortOrder,
} from '../common/http/list-definition.js';
import type { ListWindow } from '../common/http/page-query.dto.js';

const opposite: Record<SortOrder, SortOrder> = { asc: 'desc', desc: 'asc' };

export function whereClause(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? empty : sql`WHERE ${join(conditions, ' AND ')}`;
}

/** Rows strictly beyond the cursor in reading order, as one row comparison an index can serve. */
export function beyond(definition: ListDefinition, cursor: Cursor): Sql {
  const forward = cursor.direction === 'next' ? cursor.order : opposite[cursor.order];
  const keys = orderKeys(definition, cursor.field);
  const left = keys.map(([, column]) => keyExpression(column, cursor.order));
  const right = keys.map(([, column], index) =>
    keyExpression({ ...column, sql: sql`${cursor.values[index]}::${raw(column.type)}` }, cursor.order),
  );
  return sql`(${join(left)}) ${raw(forward === 'asc' ? '>' : '<')} (${join(right)})`;
}

/** The keys of the order in the direction the window is read in: from a `prev` cursor, backwards. */
export function orderClause(definition: ListDefinition, { field, order, cursor }: ListWindow): Sql {
  const direction = cursor?.direction === 'prev' ? opposite[order] : order;
  const keys = orderKeys(definition, field).map(
    ([, column]) => sql`${keyExpression(column, order)} ${raw(direction)}`,
  );
  return sql`ORDER BY ${join(keys)}`;
}
