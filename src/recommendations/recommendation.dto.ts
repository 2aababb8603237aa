import { ApiProperty } from '@nestjs/swagger';
import {
  IntField,
  type JsonObject,
  JsonObjectField,
  NumberField,
  TextField,
  UuidField,
} from '../common/http/fields.decorators.js';
import { PageOf } from '../common/http/page-of.dto.js';
import { roundTo } from '../common/round.js';
import type { RecommendationRow } from './recommendation-rows.queries.js';

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

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What a client stored with it, or how it was generated; `feedback` once there is any',
    example: { generated_by: 'hybrid-v1' },
  })
  rec_metadata!: JsonObject;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;
}

/** A page of recommendations. */
export class RecommendationPageDto extends PageOf(RecommendationDto) {}

export function toRecommendationDto(row: RecommendationRow): RecommendationDto {
  return {
    id: row.id,
    user_id: row.userId,
    content_item_id: row.contentItemId,
    recommendation_score: roundTo(row.recommendationScore, 4),
    algorithm_version: row.algorithmVersion,
    is_served: row.isServed,
    served_at: row.servedAt?.toISOString() ?? null,
    rec_metadata: row.recMetadata,
    created_at: row.createdAt.toISOString(),
  };
}

const score = { min: 0, max: 1, example: 0.8731 };
const metadata = { aliases: ['rec_metadata'], example: { campaign: 'spring' } };

/** A recommendation that a client made. */
export class CreateRecommendationDto {
  @UuidField({ description: 'To whom', example: '121e194b-4caa-4b81-ad4f-86ca3919d5b9' })
  user_id!: string;

  @IntField({ description: 'Which content; regular items only', min: 1, example: 3000001 })
  content_item_id!: number;

  @NumberField({ description: 'How well it suits, from 0 to 1', ...score })
  recommendation_score!: number;

  @TextField({
    description: 'What made it; kept as it is sent',
    minLength: 1,
    maxLength: 50,
    trim: true,
    example: 'hybrid-v1',
  })
  algorithm_version!: string;

  @JsonObjectField({
    description: 'Anything to keep with it; shown as `rec_metadata`',
    default: {},
    ...metadata,
  })
  metadata!: JsonObject;
}

/** Changes to a recommendation; absent members stay as they are. */
export class UpdateRecommendationDto {
  @NumberField({ description: 'New score', optional: true, ...score })
  recommendation_score?: number;

  @JsonObjectField({ description: 'Replaces the metadata', optional: true, ...metadata })
  metadata?: JsonObject;
}

/** What a user says of a recommendation; at least one of the first three. */
export class FeedbackDto {
  @TextField({
    description: 'In a word',
    optional: true,
    aliases: ['feedback_type'],
    minLength: 1,
    maxLength: 50,
    trim: true,
    example: 'helpful',
  })
  feedback?: string;

  @IntField({
    description: 'In stars; 4 and more count as liking it',
    optional: true,
    min: 1,
    max: 5,
    example: 5,
  })
  rating?: number;

  @TextField({
    description: 'In words',
    optional: true,
    minLength: 1,
    maxLength: 2000,
    example: 'More of these',
  })
  comment?: string;

  @JsonObjectField({ description: 'Merged into the metadata', optional: true, ...metadata })
  metadata?: JsonObject;
}
