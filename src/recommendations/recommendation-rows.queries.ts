import { raw } from 'sql-template-tag';
import type { Recommendation } from './recommendation.entity.js';

/** A recommendation as it is shown; where it came from, clients read in its metadata. */
export type RecommendationRow = Omit<
  Recommendation,
  'source' | 'modelId' | 'experiment' | 'experimentArm' | 'feedbackRating'
>;

/**
 * The metadata, less what would name content that has become private or is gone since: a reason is made when the
 * recommendation is, and read much later. Clients may have put anything where the id of that content stands.
 */
const shownMetadata = `
  CASE
    WHEN r.source IS NULL OR jsonb_typeof(r.rec_metadata -> 'because_of') IS DISTINCT FROM 'number' THEN r.rec_metadata
    WHEN (r.rec_metadata ->> 'because_of')::numeric BETWEEN 1 AND 2147483647 AND EXISTS (
      SELECT FROM content_items named
      WHERE named.id = trunc((r.rec_metadata ->> 'because_of')::numeric)::int AND NOT named.is_private
    ) THEN r.rec_metadata
    ELSE r.rec_metadata || '{"reason": "because of what you liked", "because_of": null}'
  END`;

/** SELECT list over `recommendations r`, also behind RETURNING. */
export const recommendationColumns = raw(
  `r.id, r.user_id AS "userId", r.content_item_id AS "contentItemId",
   r.recommendation_score AS "recommendationScore", r.algorithm_version AS "algorithmVersion",
   r.is_served AS "isServed", r.served_at AS "servedAt", ${shownMetadata} AS "recMetadata",
   r.created_at AS "createdAt"`,
);
