import sql, { raw, type Sql } from 'sql-template-tag';
import type { SortOrder } from '../common/http/list-definition.js';
import { runSql, type SqlExecutor } from './run-sql.js';

/** A place in a list by time: so many rows come before the day begins, in the order given. */
export interface DayPlace {
  position: number;
  /** Later than every row of the day when newest come first, not later than any when oldest do. */
  edge: Date;
}

/**
 * Finds the UTC day in which the row after the first `skip` stands; undefined past the end.
 * @param days query of `day` and `total`, one row a day
 */
export async function findDay(
  executor: SqlExecutor,
  days: Sql,
  order: SortOrder,
  skip: number,
): Promise<DayPlace | undefined> {
  const edge = order === 'desc' ? sql`day + 1` : sql`day`;
  const [row] = await runSql<DayPlace>(
    executor,
    sql`
      SELECT (so_far - total)::int AS position, (${edge})::timestamp AT TIME ZONE 'UTC' AS edge
      FROM (SELECT day, total, sum(total) OVER (ORDER BY day ${raw(order)}) AS so_far FROM (${days}) AS d) AS places
      WHERE so_far > ${skip}
      ORDER BY day ${raw(order)}
      LIMIT 1`,
  );
  return row;
}
