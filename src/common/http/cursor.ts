import { DomainError } from '../errors/domain.error.js';
import { isUuid } from './fields.decorators.js';
import {
  type KeyColumn,
  type KeyValue,
  type ListDefinition,
  orderKeys,
  type SortOrder,
} from './list-definition.js';

export type CursorDirection = 'next' | 'prev';

/** How long a list was, and which list that was. */
export interface CarriedTotal {
  rows: number;
  /** Digest of the list's filters and order: another list has another total. */
  of: string;
}

/** A position in an ordered list: the keys of one row, and which way to go from it. */
export interface Cursor {
  field: string;
  order: SortOrder;
  direction: CursorDirection;
  /** One value for each of `orderKeys(definition, field)`. */
  values: KeyValue[];
  /** Rows of the whole list, when the walk counted them on its first page and takes the number along. */
  total?: CarriedTotal;
}

const version = 1;

/**
 * Base64url of compact JSON whose first member is the sort field (contract §4.4):
 * `{"created_at": …, "id": …, "o": "desc", "d": "next", "l": "content", "v": 1}`, and `"t": [rows, digest]` for a total taken
 * along. Opaque to clients.
 */
export function encodeCursor(definition: ListDefinition, cursor: Cursor): string {
  const keys = orderKeys(definition, cursor.field).map(([name], index): [string, KeyValue | undefined] => [
    name,
    cursor.values[index],
  ]);
  const body = {
    ...Object.fromEntries(keys),
    o: cursor.order,
    d: cursor.direction,
    l: definition.name,
    v: version,
    t: cursor.total && [cursor.total.rows, cursor.total.of],
  };
  return Buffer.from(JSON.stringify(body)).toString('base64url');
}

/** True of the texts Date#toISOString makes of the years PostgreSQL and four digits can express. */
function isInstant(value: string): boolean {
  const date = new Date(value);
  return !Number.isNaN(date.getTime()) && date.toISOString() === value && /^(?!0000)\d{4}-/.test(value);
}

function isKeyValue(column: KeyColumn, value: unknown): value is KeyValue {
  if (value === null) return column.nullable ?? false;
  switch (column.type) {
    case 'timestamptz':
      return typeof value === 'string' && isInstant(value);
    case 'int8':
      return Number.isSafeInteger(value);
    case 'float8':
      return typeof value === 'number' && Number.isFinite(value);
    case 'uuid':
      return isUuid(value);
    case 'text':
      return (
        typeof value === 'string' && value.length <= 1000 && !value.includes('\0') && value.isWellFormed()
      );
  }
}

function readTotal(value: unknown): CarriedTotal | undefined {
  if (value === undefined) return undefined;
  const [rows, of] = Array.isArray(value) ? (value as unknown[]) : [];
  const isCount = typeof rows === 'number' && Number.isSafeInteger(rows) && rows >= 0;
  if (!isCount || typeof of !== 'string') throw new Error('bad total');
  return { rows, of };
}

function readBody(text: string): Record<string, unknown> {
  if (!/^[\w+/-]+={0,2}$/.test(text)) throw new Error('not base64');
  // Node's 'base64' decoder takes both alphabets, with or without padding.
  const body: unknown = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  if (typeof body !== 'object' || body === null) throw new Error('not an object');
  return body as Record<string, unknown>;
}

function parse(definition: ListDefinition, text: string): Cursor {
  const body = readBody(text);
  const field = Object.keys(body)[0] ?? '';
  const { o: order, d: direction, l: list, v, t } = body;
  if (list !== definition.name || v !== version) throw new Error('of another list or version');
  if (!Object.hasOwn(definition.sortable, field)) throw new Error('unknown sort field');
  if ((order !== 'asc' && order !== 'desc') || (direction !== 'next' && direction !== 'prev')) {
    throw new Error('bad direction');
  }
  const total = readTotal(t);
  const values = orderKeys(definition, field).map(([name, column]) => {
    const value = body[name];
    if (!isKeyValue(column, value)) throw new Error(`bad value of ${name}`);
    return value;
  });
  return { field, order, direction, values, ...(total && { total }) };
}

/** @throws DomainError INVALID_CURSOR for anything this list did not hand out itself */
export function decodeCursor(definition: ListDefinition, text: string): Cursor {
  try {
    return parse(definition, text);
  } catch {
    throw new DomainError('INVALID_CURSOR', 'Invalid cursor format');
  }
}
