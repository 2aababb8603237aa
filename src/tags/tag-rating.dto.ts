import { ApiProperty } from '@nestjs/swagger';
import { ValidationError } from '../common/errors/domain.error.js';
import { isUuid, NumberField, TextListField, UuidField } from '../common/http/fields.decorators.js';
import type { Reading } from '../common/http/field.decorator.js';
import type { TagRating } from './tag-rating.entity.js';
import { exampleTagId } from './tag.dto.js';

/** A rating to give, in the query or in the body. */
export class RateTagInput {
  @UuidField({ description: 'Who rates; `X-User-ID` unless sent', optional: true })
  user_id?: string;

  @NumberField({
    description: 'From 1 to 5 in steps of a half; required in one of the two places',
    optional: true,
    min: 1,
    max: 5,
    multipleOf: 0.5,
    example: 4.5,
  })
  rating?: number;
}

/** A rating with all it needs. */
export interface GivenRating {
  userId: string;
  rating: number;
}

/**
 * Puts a rating together from where clients send its parts: the query wins over the body, and the body over the header.
 * @throws ValidationError when a part is in none of them
 */
export function toGivenRating(query: RateTagInput, body: RateTagInput, callerId?: string): GivenRating {
  const userId = query.user_id ?? body.user_id ?? callerId;
  const rating = query.rating ?? body.rating;
  if (userId === undefined) throw new ValidationError('user_id is required', 'user_id');
  if (rating === undefined) throw new ValidationError('rating is required', 'rating');
  return { userId, rating };
}

/** What a user gave a tag. */
export class TagRatingDto {
  @ApiProperty({ type: 'integer', example: 17 })
  id!: number;

  @ApiProperty({ format: 'uuid' })
  user_id!: string;

  @ApiProperty({ format: 'uuid' })
  tag_id!: string;

  @ApiProperty({ type: 'number', example: 4.5 })
  rating!: number;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ format: 'date-time', description: 'When it was given last' })
  updated_at!: string;
}

export function toTagRatingDto(rating: TagRating): TagRatingDto {
  return {
    id: rating.id,
    user_id: rating.userId,
    tag_id: rating.tagId,
    rating: rating.rating,
    created_at: rating.createdAt.toISOString(),
    updated_at: rating.updatedAt.toISOString(),
  };
}

/** One user's rating of one tag. */
export class RatingValueDto {
  @ApiProperty({ type: 'number', nullable: true, description: 'Null when the user gave none', example: 4.5 })
  rating!: number | null;
}

/** One user's ratings of several tags. */
export class RatingsByTagDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    description: 'Rating by tag id; tags the user did not rate are left out',
    example: { [exampleTagId]: 4.5 },
  })
  ratings!: Record<string, number>;
}

function readTagId(raw: string, name: string): Reading<string | undefined> {
  const id = raw.trim().toLowerCase();
  if (id === '') return { value: undefined };
  return isUuid(id) ? { value: id } : { problem: `${name} must be UUIDs` };
}

/** Which tags one wants the ratings of. */
export class TagRatingsQuery {
  @TextListField({
    description: 'Tag ids: repeat the parameter, or put commas between them',
    default: [],
    query: true,
    commaSeparated: true,
    maxItems: 1000,
    item: readTagId,
    itemFormat: 'uuid',
  })
  tag_ids!: string[];
}
