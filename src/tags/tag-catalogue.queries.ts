// Tags as they are shown. Means and numbers of ratings come from tag_rating_totals and never from the ratings; the
// join costs one index entry a tag, and nothing where a list neither shows nor orders by it.
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { paginate } from '../database/paginate.js';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import { meanRating, ratingKey, scannedTagList } from './tag-list.js';
import { tagSearchConditions } from './tag-search.js';
import { type TagDto, type TagRow, toTagDto } from './tag.dto.js';

const columns = raw(`
  t.id, t.name, t.tag_metadata AS metadata, t.created_at AS "createdAt", t.updated_at AS "updatedAt",
  ${meanRating} AS rating, r.rating_count AS "ratingCount"`);

const withRatings = raw('tags t LEFT JOIN tag_rating_totals r ON r.tag_id = t.id');

export interface TagFilter {
  search?: string | undefined;
  minRatings?: number | undefined;
}

function conditionsOf({ search, minRatings }: TagFilter): Sql[] {
  return [
    ...(search === undefined ? [] : tagSearchConditions(search)),
    ...(minRatings === undefined ? [] : [sql`r.rating_count >= ${minRatings}`]),
  ];
}

async function countAllTags(executor: SqlExecutor): Promise<number> {
  const [row] = await runSql<{ total: number }>(executor, sql`SELECT count(*)::int AS total FROM tags`);
  return row?.total ?? 0;
}

/**
 * The tags that can stand on the first `count` places in order of rating: so many of the totals, with all that tie for
 * the last place, because names decide among those. Tags without ratings are looked at only when these are too few.
 * This spares a page of the whole list the join of all tags with all totals, half of what it costs.
 */
function firstByRating(count: number, rating: Sql): Sql {
  return sql`
    (
      WITH rated AS (
        SELECT r.tag_id AS id
        FROM tag_rating_totals r
        WHERE r.rating_count > 0
        ORDER BY ${rating}
        FETCH FIRST ${count} ROWS WITH TIES
      )
      SELECT id FROM rated
      UNION ALL
      SELECT t.id
      FROM tags t
      WHERE (SELECT count(*) FROM rated) < ${count}
        AND NOT EXISTS (SELECT FROM tag_rating_totals r WHERE r.tag_id = t.id AND r.rating_count > 0)
    ) AS first
    JOIN tags t ON t.id = first.id
    LEFT JOIN tag_rating_totals r ON r.tag_id = t.id`;
}

/** One page of tags; by name through idx_tags_name, by creation through idx_tags_created_at_desc. */
export function listTags(
  executor: SqlExecutor,
  filter: TagFilter,
  window: ListWindow,
): Promise<Page<TagDto>> {
  const select = sql`${columns}, ${raw(`-(${meanRating})`)} AS "-rating", NULL AS "isFavorite"`;
  const list = { definition: scannedTagList, select, from: withRatings, where: conditionsOf(filter) };
  const rating = list.where.length === 0 && !window.cursor ? ratingKey(window) : undefined;
  const source = rating
    ? {
        ...list,
        from: firstByRating(window.skip + window.limit + 1, rating),
        count: () => countAllTags(executor),
      }
    : list;
  return paginate(executor, source, window, toTagDto);
}

/** A tag with what concerns one user, and how much content carries it. */
export interface TagDetailRow extends TagRow {
  userRating: number | null;
  auto: number;
  regular: number;
}

/** Finds a tag by its key; without a user `isFavorite` and `userRating` are null. */
export async function findTag(
  executor: SqlExecutor,
  key: number,
  userId: string | null,
): Promise<TagDetailRow | undefined> {
  const [row] = await runSql<TagDetailRow>(
    executor,
    sql`
      SELECT
        ${columns},
        CASE WHEN ${userId}::uuid IS NOT NULL THEN f.tag_id IS NOT NULL END AS "isFavorite",
        own.rating AS "userRating",
        content.*
      FROM ${withRatings}
      LEFT JOIN user_favorite_tags f ON f.tag_id = t.id AND f.user_id = ${userId}
      LEFT JOIN tag_ratings own ON own.tag_id = t.id AND own.user_id = ${userId}
      CROSS JOIN LATERAL (
        SELECT
          COALESCE(sum(total) FILTER (WHERE source_type = 'auto'), 0)::int AS auto,
          COALESCE(sum(total) FILTER (WHERE source_type = 'items'), 0)::int AS regular
        FROM tag_counters
        WHERE tag_key = t.key
      ) AS content
      WHERE t.key = ${key}`,
  );
  return row;
}
