import sql, { type Sql } from 'sql-template-tag';

/** The quantiles durations are told by. */
export const quantiles = [0.5, 0.95, 0.99] as const;

/** p50, p95 and p99, in milliseconds. */
export type Quantiles = readonly [p50: number, p95: number, p99: number];

/** Exact quantiles of an expression over the rows of a group; NULL when it has none. */
export function exactQuantiles(value: Sql): Sql {
  return sql`percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY ${value})`;
}
