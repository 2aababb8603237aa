import {
  type KeyColumn,
  type KeyValue,
  type ListDefinition,
  orderKeys,
  type SortOrder,
} from '../../common/http/list-definition.js';
import type { ListWindow } from '../../common/http/page-query.dto.js';
import type { ContentCriteria } from './content-criteria.js';

/** One list as one client asks for it: what it holds and in which order. */
export interface ListSubject {
  readonly definition: ListDefinition;
  readonly criteria: ContentCriteria;
  readonly window: ListWindow;
  /** Counters know how long the list is. */
  readonly isCounted: boolean;
}

/** The same by the digest it is remembered under. */
export interface WalkSubject extends ListSubject {
  readonly key: string;
}

/** The keys of one row as numbers, the id last; times are milliseconds since 1970. */
export type RowKey = readonly number[];

/** So many rows of the list come up to and including the one with this key. */
export interface Anchor {
  readonly position: number;
  readonly key: RowKey;
}

/**
 * What is remembered of a list: how long it is and where some of its rows stand, in the state of the database one
 * snapshot saw. Never changed, only replaced by the same walk in a later state.
 */
export interface Walk {
  /** When it was read from the beginning, in milliseconds on the clock that never jumps. */
  readonly readAt: number;
  /** As text of PostgreSQL's type pg_snapshot. */
  readonly snapshot: string;
  readonly total: number;
  /** Every row, when there are few. */
  readonly rows?: WalkRows;
  readonly anchors: readonly Anchor[];
  /** The rarest of the tags asked for. */
  readonly rarestTag?: number;
}

const mostAnchors = 64;

/** The order of a list whose keys are all numbers or times, which can be compared here as PostgreSQL compares them. */
export class NumericOrder {
  readonly columns: readonly KeyColumn[];
  private readonly sign: 1 | -1;

  private constructor(columns: readonly KeyColumn[], order: SortOrder) {
    this.columns = columns;
    this.sign = order === 'asc' ? 1 : -1;
  }

  /** Undefined for an order by text, which depends on the collation of the database. */
  static of(definition: ListDefinition, field: string, order: SortOrder): NumericOrder | undefined {
    const columns = orderKeys(definition, field).map(([, column]) => column);
    const isNumeric = columns.every(({ type, nullable }) => type !== 'text' && type !== 'uuid' && !nullable);
    return isNumeric ? new NumericOrder(columns, order) : undefined;
  }

  /** Negative when `a` comes first. */
  compare(a: ArrayLike<number>, b: ArrayLike<number>): number {
    for (let index = 0; index < this.columns.length; index += 1) {
      const difference = (a[index] as number) - (b[index] as number);
      if (difference !== 0) return this.sign * difference;
    }
    return 0;
  }

  toKey(values: readonly KeyValue[]): RowKey {
    return this.columns.map(({ type }, index) =>
      type === 'timestamptz' ? Date.parse(values[index] as string) : (values[index] as number),
    );
  }

  toValues(key: RowKey): KeyValue[] {
    return this.columns.map(({ type }, index) => {
      const value = key[index] as number;
      return type === 'timestamptz' ? new Date(value).toISOString() : value;
    });
  }
}

/** The order a list is walked in; undefined when only PostgreSQL can compare its keys. */
export function orderOf({ definition, window }: ListSubject): NumericOrder | undefined {
  return NumericOrder.of(definition, window.field, window.order);
}

/** All rows of a short list, in order. */
export class WalkRows {
  constructor(
    private readonly order: NumericOrder,
    /** One key after the other. */
    private readonly keys: Float64Array,
  ) {}

  get length(): number {
    return this.keys.length / this.stride;
  }

  get bytes(): number {
    return this.keys.byteLength;
  }

  ids(from: number, to: number): number[] {
    const ids: number[] = [];
    for (let row = Math.max(from, 0); row < Math.min(to, this.length); row += 1) {
      ids.push(this.keys[(row + 1) * this.stride - 1] as number);
    }
    return ids;
  }

  /** How many rows come before the key; with `inclusive`, also the row that has it. */
  countBefore(key: RowKey, inclusive: boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const difference = this.order.compare(this.key(middle), key);
      if (difference < 0 || (inclusive && difference === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  with(arrivals: readonly RowKey[]): WalkRows {
    const merged = new Float64Array(this.keys.length + arrivals.length * this.stride);
    const sorted = arrivals.toSorted((a, b) => this.order.compare(a, b));
    let read = 0;
    let written = 0;
    for (const arrival of sorted) {
      const end = this.countBefore(arrival, true) * this.stride;
      merged.set(this.keys.subarray(read, end), written);
      written += end - read;
      merged.set(arrival, written);
      written += this.stride;
      read = end;
    }
    merged.set(this.keys.subarray(read), written);
    return new WalkRows(this.order, merged);
  }

  private get stride(): number {
    return this.order.columns.length;
  }

  private key(row: number): Float64Array {
    return this.keys.subarray(row * this.stride, (row + 1) * this.stride);
  }
}

/** The walk after rows were added to the list, in the state of a later snapshot. */
export function withArrivals(
  walk: Walk,
  order: NumericOrder,
  arrivals: readonly RowKey[],
  snapshot: string,
): Walk {
  if (arrivals.length === 0) return { ...walk, snapshot };
  const anchors = walk.anchors.map(({ position, key }) => ({
    key,
    position: position + arrivals.filter((arrival) => order.compare(arrival, key) < 0).length,
  }));
  const rows = walk.rows?.with(arrivals);
  return { ...walk, snapshot, total: walk.total + arrivals.length, anchors, ...(rows && { rows }) };
}

/** The walk after it has grown too long to be remembered row by row. */
export function withoutRows({ rows: _rows, ...walk }: Walk): Walk {
  return walk;
}

/** The walk with a further anchor, the least useful one dropped when there are many: the first added. */
export function withAnchors(walk: Walk, added: readonly Anchor[]): Walk {
  const positions = new Set(added.map(({ position }) => position));
  const kept = walk.anchors.filter(({ position }) => !positions.has(position));
  return { ...walk, anchors: [...kept, ...added].slice(-mostAnchors) };
}

/** The anchor to start from for the rows after the first `skip`. */
export function nearestAnchor(walk: Walk, skip: number): Anchor | undefined {
  return walk.anchors
    .filter(({ position }) => position <= skip)
    .reduce<Anchor | undefined>(
      (best, anchor) => (!best || anchor.position > best.position ? anchor : best),
      undefined,
    );
}
