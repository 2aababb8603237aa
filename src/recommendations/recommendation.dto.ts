import { ApiProperty } from '@nestjs/swagger';
import { BoolField, type JsonObject, NumberField } from '../common/http/fields.decorators.js';
import { defineList, integerKey, numberKey, timestampKey } from '../common/http/list-definition.js';
import { PageOf } from '../common/http/page-of.dto.js';
import { PageQuery } from '../common/http/page-query.dto.js';
import { roundTo } from '../common/round.js';
import type { Recommendation } from './recommendation.entity.js';

/** Content suggested to a user. */
export class RecommendationDto {
  @ApiProperty({ type: 'integer', example: 1 })
  id!: number;

  @ApiProperty({ format: 'uuid', example: '121e194b-4caa-4b81-ad4f-86ca3919d5b9' })
  user_id!: string;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Null once the content was deleted',
    example: 3000001,
  })
  content_item_id!: number | null;

  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, example: 0.8731 })
  recommendation_score!: number;

  @ApiProperty({ example: 'hybrid-v1' })
  algorithm_version!: string;

  @ApiProperty()
  is_served!: boolean;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  served_at!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { generated_by: 'hybrid-v1' } })
  rec_metadata!: JsonObject;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;
}

/** A page of recommendations. */
export class RecommendationPageDto extends PageOf(RecommendationDto) {}

export function toRecommendationDto(recommendation: Recommendation): RecommendationDto {
  return {
    id: recommendation.id,
    user_id: recommendation.userId,
    content_item_id: recommendation.contentItemId,
    recommendation_score: roundTo(recommendation.recommendationScore, 4),
    algorithm_version: recommendation.algorithmVersion,
    is_served: recommendation.isServed,
    served_at: recommendation.servedAt?.toISOString() ?? null,
    rec_metadata: recommendation.recMetadata,
    created_at: recommendation.createdAt.toISOString(),
  };
}

/** One user's recommendations, best first. */
export const userRecommendationList = defineList({
  name: 'recommendations',
  sortable: {
    created_at: timestampKey('r.created_at'),
    recommendation_score: numberKey('r.recommendation_score'),
    id: integerKey('r.id'),
  },
  defaultSort: { field: 'recommendation_score', order: 'desc' },
  thenBy: ['created_at'],
  defaultLimit: 100,
});

/** Filters and paging of one user's recommendations. */
export class UserRecommendationsQuery extends PageQuery(userRecommendationList) {
  @NumberField({ description: 'Least score', optional: true, min: 0, max: 1 })
  min_score?: number;

  @BoolField({ description: 'Leave out those already served', default: false })
  unserved_only!: boolean;
}
