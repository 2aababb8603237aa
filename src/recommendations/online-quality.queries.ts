import sql, { type Sql } from 'sql-template-tag';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import { positiveSignal, signalOf } from './signals.js';

/** How users answered what they were served; grouped in one way, the members of the others are null. */
export interface ServedGroup {
  source: string | null;
  algorithm: string | null;
  experiment: string | null;
  arm: string | null;
  served: number;
  positive: number;
}

export interface QualityWindow {
  from: Date;
  to: Date;
  /** Days after serving in which an act counts as an answer. */
  attributionDays: number;
}

/** Enough for rates to a third of a percent, and so few that they are taken in a second however much is served. */
const mostServed = 100_000;

/** Stars that say a user liked what was served. */
const leastStars = 4;

/** Labels are the clients' own: without a limit, an answer could name as many as there are recommendations. */
const mostOfAKind = 1000;

/**
 * The newest of what was served in the window, each with whether its user rated it well, or acted on its item by more
 * than looking, at or after it was served. idx_recommendations_served_at finds what was served,
 * idx_user_interactions_user_content the acts on each; taken in the order of that, neighbours share pages.
 */
function judgedServings({ from, to, attributionDays }: QualityWindow): Sql {
  return sql`
    SELECT
      source, algorithm, experiment, arm,
      is_rated_well OR EXISTS (
        SELECT FROM user_interactions i
        WHERE i.user_id = shown.user_id AND i.content_item_id = shown.content_item_id
          AND i.created_at >= shown.served_at
          AND i.created_at < shown.served_at + make_interval(days => ${attributionDays})
          AND ${signalOf('i')} >= ${positiveSignal}
      ) AS is_positive
    FROM (
      WITH newest AS (
        SELECT
          r.user_id, r.content_item_id, r.served_at,
          COALESCE(r.source, 'client') AS source, r.algorithm_version AS algorithm,
          r.experiment, r.experiment_arm AS arm,
          COALESCE(r.feedback_rating >= ${leastStars}, FALSE) AS is_rated_well
        FROM recommendations r
        WHERE r.served_at BETWEEN ${from} AND ${to}
        ORDER BY r.served_at DESC
        LIMIT ${mostServed}
      )
      SELECT * FROM newest ORDER BY user_id, content_item_id
    ) AS shown`;
}

/** What was served by source, by algorithm and by arm of an experiment, the busiest first. */
export function groupServed(executor: SqlExecutor, window: QualityWindow): Promise<ServedGroup[]> {
  return runSql(
    executor,
    sql`
      WITH judged AS (${judgedServings(window)}), counted AS (
        SELECT
          source, algorithm, experiment, arm,
          count(*)::int AS served,
          count(*) FILTER (WHERE is_positive)::int AS positive,
          row_number() OVER (
            PARTITION BY grouping(source, algorithm, experiment)
            ORDER BY count(*) DESC, source, algorithm, experiment, arm
          ) AS rank
        FROM judged
        GROUP BY GROUPING SETS ((source), (algorithm), (experiment, arm))
      )
      SELECT source, algorithm, experiment, arm, served, positive
      FROM counted
      WHERE rank <= ${mostOfAKind} AND COALESCE(source, algorithm, experiment) IS NOT NULL
      ORDER BY rank`,
  );
}
