import sql, { raw, type Sql } from 'sql-template-tag';
import type { JsonObject } from '../common/http/fields.decorators.js';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import { tagNamesOf } from '../tags/tag-names.queries.js';
import type { ContentType, SourceType } from './content-kind.js';

/** One piece of content with what the API shows beside its own columns. */
export interface ContentRow {
  id: number;
  title: string;
  contentType: ContentType;
  contentData: string;
  prompt: string;
  pathThumb: string | null;
  pathThumbsAltRes: Record<string, string> | null;
  itemMetadata: JsonObject;
  tags: string[];
  creatorId: string;
  creatorUsername: string | null;
  qualityScore: number;
  isPrivate: boolean;
  sourceType: SourceType;
  createdAt: Date;
  updatedAt: Date;
}

function columnsWith(tagNames: Sql): Sql {
  return sql`
  c.id, c.title, c.content_type AS "contentType", c.content_data AS "contentData", c.prompt,
  c.path_thumb AS "pathThumb", c.path_thumbs_alt_res AS "pathThumbsAltRes", c.item_metadata AS "itemMetadata",
  ${tagNames} AS tags,
  c.creator_id AS "creatorId", (SELECT u.username FROM users u WHERE u.id = c.creator_id) AS "creatorUsername",
  c.quality_score AS "qualityScore", c.is_private AS "isPrivate", c.source_type AS "sourceType",
  c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;
}

/** SELECT list over `content_items c`. Nothing is joined, so that no plan can begin with anything but the content. */
export const contentColumns = columnsWith(tagNamesOf(raw('c.id')));

/** The same for content that its own statement has just created, with these tags. */
export function createdColumns(tagKeys: readonly number[]): Sql {
  return columnsWith(
    sql`ARRAY(SELECT t.name FROM tags t WHERE t.key = ANY(${tagKeys}::int[]) ORDER BY t.name)`,
  );
}

/** Rows, and what was asked for beside them. */
export interface RowsBeside<T> {
  rows: ContentRow[];
  /** Undefined when nothing was asked. */
  beside: T | undefined;
}

/** A JSON value read in the statement that reads the rows: the same snapshot, and one trip instead of two. */
export type Beside = Sql;

/** Rows of `content_items c`, joined as the source says; what is asked beside them comes also without rows. */
async function readSource<T>(
  executor: SqlExecutor,
  beside: Beside | undefined,
  source: Sql,
  order: Sql,
): Promise<RowsBeside<T>> {
  const statement = beside
    ? sql`
        SELECT ${contentColumns}, besides.value AS beside
        FROM (SELECT (${beside})::text AS value) AS besides LEFT JOIN (${source}) ON TRUE ${order}`
    : sql`SELECT ${contentColumns} FROM ${source} ${order}`;
  const read = await runSql<(ContentRow | { id: null }) & { beside?: string }>(executor, statement);
  const text = read[0]?.beside;
  return {
    rows: read.filter((row) => row.id !== null),
    beside: text === undefined ? undefined : (JSON.parse(text) as T),
  };
}

/** Reads what stands beside no row. */
export async function readBeside<T>(executor: SqlExecutor, beside: Beside): Promise<T> {
  const [row] = await runSql<{ beside: string }>(executor, sql`SELECT (${beside})::text AS beside`);
  return JSON.parse(row?.beside ?? 'null') as T;
}

/** The content a statement names as `slice_id`, in the order of the window. */
export function completeSlice<T>(
  executor: SqlExecutor,
  ids: Sql,
  order: Sql,
  beside: Beside | undefined,
): Promise<RowsBeside<T>> {
  const source = sql`
    (WITH slice AS MATERIALIZED (${ids}) SELECT slice_id FROM slice) AS slice
    JOIN content_items c ON c.id = slice.slice_id`;
  return readSource(executor, beside, source, order);
}

/** The content with these ids, in their order; what is gone is left out. */
export function readContent<T>(
  executor: SqlExecutor,
  ids: readonly number[],
  beside: Beside | undefined,
): Promise<RowsBeside<T>> {
  const source = sql`
    unnest(${ids}::int[]) WITH ORDINALITY AS slice (id, position)
    JOIN content_items c ON c.id = slice.id`;
  return readSource(executor, beside, source, sql`ORDER BY slice.position`);
}
