import { BoolField, IntField, NumberField, TextField, UuidField } from '../common/http/fields.decorators.js';
import { largestInteger } from '../common/largest-integer.js';
import { PageQuery } from '../common/http/page-query.dto.js';
import { recommendationLists } from './recommendation-list.js';

function UserFilterField(): PropertyDecorator {
  return UuidField({ description: 'To whom', optional: true });
}

function MinScoreField(): PropertyDecorator {
  return NumberField({ description: 'Least score', optional: true, min: 0, max: 1 });
}

function DaysField(options: { default?: number; optional?: true }): PropertyDecorator {
  return IntField({ description: 'How many days back', min: 1, max: 365, ...options });
}

/** Filters and paging of all recommendations. */
export class RecommendationsQuery extends PageQuery(recommendationLists.all) {
  @UserFilterField()
  user_id?: string;

  @IntField({ description: 'Which content', optional: true, min: 1, max: largestInteger })
  content_item_id?: number;

  @TextField({
    description: 'What made it',
    optional: true,
    maxLength: 50,
    trim: true,
    blankIsAbsent: true,
  })
  algorithm_version?: string;

  @MinScoreField()
  min_score?: number;

  @BoolField({ description: 'Only those already served, or only those not', optional: true })
  is_served?: boolean;

  @DaysField({ optional: true })
  days?: number;
}

/** Filters and paging of one user's recommendations. */
export class UserRecommendationsQuery extends PageQuery(recommendationLists.ofUser) {
  @MinScoreField()
  min_score?: number;

  @BoolField({ description: 'Only those that may still be put before the user', default: false })
  unserved_only!: boolean;
}

/** Filters and paging of what a user has still to be shown. */
export class UnservedRecommendationsQuery extends PageQuery(recommendationLists.unserved) {
  @MinScoreField()
  min_score?: number;
}

/** Paging of what one algorithm made. */
export class RecommendationsByAlgorithmQuery extends PageQuery(recommendationLists.byAlgorithm) {}

/** Paging of the recommendations of one piece of content. */
export class ContentRecommendationsQuery extends PageQuery(recommendationLists.ofContent) {}

/** Filters and paging of the best recommendations. */
export class TopScoringQuery extends PageQuery(recommendationLists.topScoring) {
  @NumberField({ description: 'Least score', default: 0, min: 0, max: 1 })
  min_score!: number;

  @UserFilterField()
  user_id?: string;
}

/** Paging of one user's newest recommendations, and how old they may be. */
export class RecentUserRecommendationsQuery extends PageQuery(recommendationLists.recent) {
  @DaysField({ default: 7 })
  days!: number;
}

/** The same of everyone's, or one user's. */
export class RecentRecommendationsQuery extends RecentUserRecommendationsQuery {
  @UserFilterField()
  user_id?: string;
}
