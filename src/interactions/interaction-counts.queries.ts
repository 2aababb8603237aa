// Totals from interaction_counters_…, which triggers keep true in the transaction of each write: exact at any size, and
// some index entries to read.
import sql, { type Sql } from 'sql-template-tag';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { findDay } from '../database/day-place.js';
import { whereClause } from '../database/list-sql.js';
import type { ListPlace } from '../database/paginate.js';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import type { InteractionType } from './user-interaction.entity.js';

/** What interactions may be narrowed by; all that is given must hold. */
export interface InteractionFilter {
  userId?: string | undefined;
  contentItemId?: number | undefined;
  type?: InteractionType | undefined;
  /** Leaves out what has no rating. */
  minRating?: number | undefined;
  createdFrom?: Date | undefined;
}

/** Whose interactions are counted. */
export type InteractionGroup = { userId: string } | { contentItemId: number } | 'everyone';

/** Where the counters of a group are. */
interface Counters {
  view: Sql;
  conditions: readonly Sql[];
}

function countersOf(group: InteractionGroup): Counters {
  if (group === 'everyone') return { view: sql`interaction_counters_overall`, conditions: [] };
  return 'userId' in group
    ? { view: sql`interaction_counters_by_user`, conditions: [sql`user_id = ${group.userId}::uuid`] }
    : {
        view: sql`interaction_counters_by_content`,
        conditions: [sql`content_item_id = ${group.contentItemId}::integer`],
      };
}

/** Conditions on the columns that counters and interactions both have. */
function ofKind({ type, minRating }: InteractionFilter): Sql[] {
  return [
    ...(type === undefined ? [] : [sql`interaction_type = ${type}`]),
    ...(minRating === undefined ? [] : [sql`rating >= ${minRating}::integer`]),
  ];
}

/** The conditions of a filter on `user_interactions`. */
export function conditionsOf(filter: InteractionFilter): Sql[] {
  const { userId, contentItemId, createdFrom } = filter;
  return [
    ...(userId === undefined ? [] : [sql`user_id = ${userId}::uuid`]),
    ...(contentItemId === undefined ? [] : [sql`content_item_id = ${contentItemId}::integer`]),
    ...(createdFrom === undefined ? [] : [sql`created_at >= ${createdFrom}::timestamptz`]),
    ...ofKind(filter),
  ];
}

function counterSum({ view, conditions }: Counters, filter: InteractionFilter): Sql {
  const where = whereClause([...conditions, ...ofKind(filter)]);
  return sql`(SELECT COALESCE(sum(total), 0) FROM ${view} ${where})`;
}

function rowCount(conditions: readonly Sql[]): Sql {
  return sql`(SELECT count(*) FROM user_interactions ${whereClause(conditions)})`;
}

function startOfNextDay(time: Date): Date {
  const next = new Date(time);
  next.setUTCHours(24, 0, 0, 0);
  return next;
}

/** What of a list that begins within a day is of that day, which only rows can tell. */
function restOfFirstDay(from: Date, filter: InteractionFilter): Sql {
  return rowCount([...conditionsOf(filter), sql`created_at < ${startOfNextDay(from)}::timestamptz`]);
}

function isFromDay(day: Date): Sql {
  return sql`day >= ${day.toISOString().slice(0, 10)}::date`;
}

/** The rest of the first day from the rows, the days after it from their counters. */
function sumSince(from: Date, filter: InteractionFilter): Sql {
  const daysAfter = {
    view: sql`interaction_counters_by_day`,
    conditions: [isFromDay(startOfNextDay(from))],
  };
  return sql`${restOfFirstDay(from, filter)} + ${counterSum(daysAfter, filter)}`;
}

/** The cheapest exact sum: rows are counted only where a user, an item or a day bounds them. */
function sumOf(filter: InteractionFilter): Sql {
  const { userId, contentItemId, createdFrom } = filter;
  const isOfBoth = userId !== undefined && contentItemId !== undefined;
  const isOfOne = userId !== undefined || contentItemId !== undefined;
  if (createdFrom !== undefined && !isOfOne) return sumSince(createdFrom, filter);
  if (createdFrom !== undefined || isOfBoth) return rowCount(conditionsOf(filter));
  const group =
    userId !== undefined ? { userId } : contentItemId !== undefined ? { contentItemId } : 'everyone';
  return counterSum(countersOf(group), filter);
}

/** How many interactions pass a filter. */
export async function countInteractions(executor: SqlExecutor, filter: InteractionFilter): Promise<number> {
  const [row] = await runSql<{ total: number }>(executor, sql`SELECT (${sumOf(filter)})::int AS total`);
  return row?.total ?? 0;
}

/** Less deep, passing over the rows costs no more than finding the day. */
const shallow = 1000;

/** Where a list from the oldest on begins: the whole days, and how many rows come before them. */
async function findFirstDay(
  executor: SqlExecutor,
  filter: InteractionFilter,
): Promise<{ days: Sql[]; before: number }> {
  const { createdFrom } = filter;
  if (createdFrom === undefined) return { days: [], before: 0 };
  const [rest] = await runSql<{ total: number }>(
    executor,
    sql`SELECT ${restOfFirstDay(createdFrom, filter)}::int AS total`,
  );
  return { days: [isFromDay(startOfNextDay(createdFrom))], before: rest?.total ?? 0 };
}

/**
 * Finds the day in which the row after the first `skip` of a list by time stands, and how many rows of the day come
 * before it. Undefined where only rows could tell, or tell as fast.
 */
export async function seekDay(
  executor: SqlExecutor,
  filter: InteractionFilter,
  { field, order, skip }: Pick<ListWindow, 'field' | 'order' | 'skip'>,
): Promise<ListPlace | undefined> {
  const isOfOne = filter.userId !== undefined || filter.contentItemId !== undefined;
  if (skip < shallow || field !== 'created_at' || isOfOne) return undefined;
  const { days, before } = order === 'asc' ? await findFirstDay(executor, filter) : { days: [], before: 0 };
  if (skip < before) return undefined;
  const totals = sql`
    SELECT day, sum(total) AS total
    FROM interaction_counters_by_day
    ${whereClause([...days, ...ofKind(filter)])}
    GROUP BY day`;
  const found = await findDay(executor, totals, order, skip - before);
  if (!found) return { where: sql`FALSE`, skip: 0 };
  const where = order === 'desc' ? sql`created_at < ${found.edge}` : sql`created_at >= ${found.edge}`;
  return { where, skip: skip - before - found.position };
}

/** How many interactions of one type there are, and what their averages are made of. */
export interface TypeTally {
  type: InteractionType;
  total: number;
  /** Those with a rating, and the sum of it. */
  rated: number;
  stars: number;
  /** Those with a duration, and the sum of it. */
  timed: number;
  seconds: number;
}

/** Sums up the interactions of a group by type, types that do not occur left out. */
export function tallyTypes(executor: SqlExecutor, group: InteractionGroup): Promise<TypeTally[]> {
  const { view, conditions } = countersOf(group);
  return runSql<TypeTally>(
    executor,
    sql`
      SELECT
        interaction_type AS type,
        sum(total)::int AS total,
        COALESCE(sum(total) FILTER (WHERE rating IS NOT NULL), 0)::int AS rated,
        COALESCE(sum(total::bigint * rating), 0)::float8 AS stars,
        sum(timed)::int AS timed,
        sum(duration)::float8 AS seconds
      FROM ${view}
      ${whereClause(conditions)}
      GROUP BY interaction_type
      HAVING sum(total) > 0`,
  );
}

/** How many users have interactions. */
export async function countUsers(executor: SqlExecutor): Promise<number> {
  const [row] = await runSql<{ total: number }>(executor, sql`SELECT total FROM interacting_users`);
  return row?.total ?? 0;
}
