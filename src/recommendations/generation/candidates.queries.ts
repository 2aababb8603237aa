// The items a source proposes, less what the user must not be shown, with the figures they are ranked by. Proposals are
// a subquery of ids, so that a source that has ids and one that finds them by index both cost one trip.
import sql, { type Sql } from 'sql-template-tag';
import type { ContentType } from '../../content/content-kind.js';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import { type Audience, isEligible } from '../eligibility.js';

/** An item that may be shown, with what it is ranked by. */
export interface Candidate {
  readonly id: number;
  readonly contentType: ContentType;
  readonly qualityScore: number;
  /** In ms; a number is read faster than a date. */
  readonly createdAt: number;
  readonly tagKeys: readonly number[];
  /** Acts on it as of the last count of what is popular. */
  readonly acts: number;
}

/** Work is bounded by the number of proposals: a few index look-ups for each. */
export async function readCandidates(
  executor: SqlExecutor,
  proposals: Sql,
  audience: Audience,
): Promise<Candidate[]> {
  return runSql<Candidate>(
    executor,
    sql`
      WITH proposed AS MATERIALIZED (SELECT DISTINCT id FROM (${proposals}) AS proposals)
      SELECT
        c.id, c.content_type AS "contentType", c.quality_score AS "qualityScore",
        (extract(epoch FROM c.created_at) * 1000)::float8 AS "createdAt",
        ARRAY(SELECT ct.tag_key FROM content_tags ct WHERE ct.content_id = c.id ORDER BY ct.tag_key) AS "tagKeys",
        COALESCE((SELECT p.acts FROM content_popularity p WHERE p.content_id = c.id), 0) AS acts
      FROM proposed
      JOIN content_items c ON c.id = proposed.id
      WHERE ${isEligible('c', audience)}`,
  );
}
