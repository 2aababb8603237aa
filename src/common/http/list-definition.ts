import sqlTag, { raw, type Sql } from 'sql-template-tag';

export type SortOrder = 'asc' | 'desc';

/** By which field a list is ordered, and which way. */
export interface Sorting {
  readonly field: string;
  readonly order: SortOrder;
}

export type KeyValue = string | number | null;

/** One column a list can be ordered by. */
export interface KeyColumn {
  /** Expression in the list's own query; never made of anything a caller sent. */
  readonly sql: Sql;
  /** PostgreSQL type a cursor's value is compared as. */
  readonly type: 'timestamptz' | 'float8' | 'int8' | 'text' | 'uuid';
  /** Nulls come last in either direction. */
  readonly nullable?: boolean;
  /** Fields that break ties before `id` does. */
  readonly thenBy?: readonly string[];
}

function column(type: KeyColumn['type']) {
  return (expression: string, options: Omit<KeyColumn, 'sql' | 'type'> = {}): KeyColumn => ({
    sql: raw(expression),
    type,
    ...options,
  });
}

export const timestampKey = column('timestamptz');
export const numberKey = column('float8');
export const integerKey = column('int8');
export const textKey = column('text');
export const uuidKey = column('uuid');

/**
 * What can be listed and how: the sort allow-list is also the column look-up, so no text of a caller can reach
 * ORDER BY, and `id` always breaks ties.
 */
export interface ListDefinition<Field extends string = string> {
  /** Names the list inside its cursors, so that a cursor of another list is refused. */
  readonly name: string;
  readonly sortable: Readonly<Record<Field, KeyColumn>> & { readonly id: KeyColumn };
  readonly defaultSort: { readonly field: NoInfer<Field> | 'id'; readonly order: SortOrder };
  /** Further keys between the sort field and `id`, for lists whose stated order has three keys. */
  readonly thenBy?: readonly NoInfer<Field>[];
  /** Page size in skip/limit mode when `limit` is absent, and in page mode when `page_size` is absent. */
  readonly defaultLimit: number;
  readonly defaultPageSize?: number;
  readonly maxPageSize?: number;
  /** Name of the documented schema of its sort fields, for lists that share it. */
  readonly sortSchema?: string;
}

export function defineList<Field extends string>(definition: ListDefinition<Field>): ListDefinition<Field> {
  return definition;
}

/** The columns of an order: the sort field, the stated further keys, then `id`. */
export function orderKeys(definition: ListDefinition, field: string): [name: string, column: KeyColumn][] {
  const ofDefault = field === definition.defaultSort.field ? definition.thenBy : undefined;
  const further = (definition.sortable[field] as KeyColumn).thenBy ?? ofDefault ?? [];
  const names = [...new Set([field, ...further, 'id'])];
  return names.map((name) => [name, definition.sortable[name] as KeyColumn]);
}

const withInfinity: ReadonlySet<KeyColumn['type']> = new Set(['timestamptz', 'float8']);

/** The expression to order and compare by; a nullable column's nulls become the extreme that sorts last. */
export function keyExpression(key: KeyColumn, order: SortOrder): Sql {
  if (!key.nullable) return key.sql;
  if (!withInfinity.has(key.type)) throw new Error(`no extreme value of type ${key.type}`);
  const last = order === 'asc' ? 'infinity' : '-infinity';
  return sqlTag`COALESCE(${key.sql}, ${raw(`'${last}'::${key.type}`)})`;
}
