import sql, { type Sql } from 'sql-template-tag';
import { type Audience, isEligible } from './eligibility.js';

/** What recommendations may be narrowed by; all that is given must hold. */
export interface RecommendationFilter {
  userId?: string | undefined;
  contentItemId?: number | undefined;
  algorithmVersion?: string | undefined;
  minScore?: number | undefined;
  isServed?: boolean | undefined;
  createdFrom?: Date | undefined;
  /** What may still be put before this user, who has been served other things since then. */
  showableTo?: Audience | undefined;
}

/**
 * Unserved, and what was generated also still worth showing: of its item it was known when it was generated that the
 * user had not met it, and much may have happened since. What a client stored is the client's own affair.
 */
function isShowable(audience: Audience): Sql {
  return sql`
    r.user_id = ${audience.userId} AND NOT r.is_served AND r.served_at IS NULL AND (
      r.source IS NULL OR EXISTS (
        SELECT FROM content_items c
        WHERE c.id = r.content_item_id AND ${isEligible('c', audience)}
      )
    )`;
}

/** Conditions on `recommendations r`. */
export function conditionsOf(filter: RecommendationFilter): Sql[] {
  const conditions: Sql[] = [];
  if (filter.userId !== undefined) conditions.push(sql`r.user_id = ${filter.userId}`);
  if (filter.contentItemId !== undefined) conditions.push(sql`r.content_item_id = ${filter.contentItemId}`);
  if (filter.algorithmVersion !== undefined)
    conditions.push(sql`r.algorithm_version = ${filter.algorithmVersion}`);
  if (filter.minScore !== undefined)
    conditions.push(sql`r.recommendation_score >= ${filter.minScore}::float8`);
  if (filter.isServed !== undefined) conditions.push(sql`r.is_served = ${filter.isServed}`);
  if (filter.createdFrom) conditions.push(sql`r.created_at >= ${filter.createdFrom}`);
  if (filter.showableTo) conditions.push(isShowable(filter.showableTo));
  return conditions;
}
