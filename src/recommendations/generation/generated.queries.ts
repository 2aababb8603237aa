// Writing what was generated. Two generations at once for one user meet in the unique index of unserved generated rows,
// where the second takes over the row of the first. All that locks a user's rows, marking them as served included, takes
// them in the order of the content, so that nobody waits for another in a circle. Whether an item may be shown is asked
// again in the statement that stores it.
import sql from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../../database/run-sql.js';
import { type Audience, isEligible } from '../eligibility.js';
import { recommendationColumns, type RecommendationRow } from '../recommendation-rows.queries.js';

/** One item to be recommended. */
export interface GeneratedItem {
  readonly content_id: number;
  readonly score: number;
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What all items of one generation have in common. */
export interface Generation {
  readonly audience: Audience;
  readonly label: string;
  readonly modelId: number | null;
  readonly experiment: string | null;
  readonly arm: string | null;
  readonly now: Date;
}

/**
 * Stores what is not stored yet, brings what is up to date, and leaves alone what has not changed. Answers what it
 * wrote, in no order; less than was given when a row was left alone or its item may not be shown any more.
 */
export async function storeGenerated(
  executor: SqlExecutor,
  items: readonly GeneratedItem[],
  { audience, label, modelId, experiment, arm, now }: Generation,
): Promise<RecommendationRow[]> {
  return runSql<RecommendationRow>(
    executor,
    sql`
      INSERT INTO recommendations AS r (
        user_id, content_item_id, recommendation_score, algorithm_version, rec_metadata, source, model_id, experiment,
        experiment_arm, created_at
      )
      SELECT
        ${audience.userId}::uuid, c.id, g.score, ${label}, g.metadata, g.source,
        (SELECT m.id FROM recommender_models m WHERE m.id = ${modelId}::int),
        ${experiment}::text, ${arm}::text, ${now}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
        AS g (content_id int, score float8, source text, metadata jsonb)
      JOIN content_items c ON c.id = g.content_id
      WHERE ${isEligible('c', audience)}
      ORDER BY c.id
      ON CONFLICT (user_id, content_item_id, algorithm_version) WHERE source IS NOT NULL AND NOT is_served
      DO UPDATE SET
        recommendation_score = excluded.recommendation_score,
        rec_metadata = r.rec_metadata || excluded.rec_metadata,
        source = excluded.source,
        model_id = excluded.model_id,
        experiment = excluded.experiment,
        experiment_arm = excluded.experiment_arm
      WHERE (r.recommendation_score, r.source, r.model_id, r.experiment, r.experiment_arm)
          IS DISTINCT FROM (excluded.recommendation_score, excluded.source, excluded.model_id, excluded.experiment,
            excluded.experiment_arm)
        OR NOT r.rec_metadata @> excluded.rec_metadata
      RETURNING ${recommendationColumns}`,
  );
}

/** The stored rows of what was generated, in no order. */
export async function readGenerated(
  executor: SqlExecutor,
  contentIds: readonly number[],
  { audience, label }: Pick<Generation, 'audience' | 'label'>,
): Promise<RecommendationRow[]> {
  return runSql<RecommendationRow>(
    executor,
    sql`
      SELECT ${recommendationColumns}
      FROM recommendations r
      JOIN content_items c ON c.id = r.content_item_id
      WHERE r.user_id = ${audience.userId}::uuid AND r.content_item_id = ANY(${contentIds}::int[])
        AND r.algorithm_version = ${label} AND r.source IS NOT NULL AND NOT r.is_served AND r.served_at IS NULL
        AND ${isEligible('c', audience)}`,
  );
}
