import { ApiProperty } from '@nestjs/swagger';
import type { JsonObject } from '../common/http/fields.decorators.js';
import { PageOf } from '../common/http/page-of.dto.js';
import { roundTo } from '../common/round.js';
import { tagIdOf, toSlug } from './tag-name.js';

const exampleName = 'Oil Painting';

/** Id of the tag the documentation takes for an example. */
export const exampleTagId = tagIdOf(toSlug(exampleName));

/** A tag by id and name. */
export class TagSummaryDto {
  @ApiProperty({ format: 'uuid', example: exampleTagId })
  id!: string;

  @ApiProperty({ example: exampleName })
  name!: string;
}

/** A tag above or below another. */
export class TagRelationDto extends TagSummaryDto {
  @ApiProperty({ type: 'integer', minimum: 1, description: 'Steps on the shortest way; 1 is direct' })
  depth!: number;
}

/** A tag with how much content carries it. */
export class PopularTagDto extends TagSummaryDto {
  @ApiProperty({ type: 'integer', description: 'Pieces of content, as counted last', example: 1250 })
  cardinality!: number;
}

/** A tag as lists show it. */
export class TagDto extends TagSummaryDto {
  @ApiProperty({ type: 'object', additionalProperties: true, example: { slug: 'oil_painting' } })
  metadata!: JsonObject;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ format: 'date-time' })
  updated_at!: string;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Mean of the ratings; null without any',
    example: 4.25,
  })
  average_rating!: number | null;

  @ApiProperty({ type: 'integer', description: 'Users who rated it', example: 12 })
  rating_count!: number;

  @ApiProperty({
    type: 'boolean',
    nullable: true,
    description: 'Whether the user the request names marked it; null in lists and without a user',
  })
  is_favorite!: boolean | null;
}

/** A page of tags. */
export class TagPageDto extends PageOf(TagDto) {}

/** A tag with its surroundings. */
export class TagDetailDto {
  @ApiProperty({ type: TagDto })
  tag!: TagDto;

  @ApiProperty({ type: [TagSummaryDto], description: 'By name' })
  parents!: TagSummaryDto[];

  @ApiProperty({ type: [TagSummaryDto], description: 'By name' })
  children!: TagSummaryDto[];

  @ApiProperty({ type: [TagRelationDto], description: 'Up to ten steps above, nearest first' })
  ancestors!: TagRelationDto[];

  @ApiProperty({ type: [TagRelationDto], description: 'Up to ten steps below, nearest first' })
  descendants!: TagRelationDto[];

  @ApiProperty({ type: 'number', nullable: true, description: 'Same as `tag.average_rating`', example: 4.25 })
  average_rating!: number | null;

  @ApiProperty({ type: 'integer', description: 'Same as `tag.rating_count`' })
  rating_count!: number;

  @ApiProperty({ type: 'number', nullable: true, description: 'What the user gave it', example: 4.5 })
  user_rating!: number | null;

  @ApiProperty({ type: 'boolean', nullable: true, description: 'Same as `tag.is_favorite`' })
  is_favorite!: boolean | null;

  @ApiProperty({ type: 'integer', description: 'Generated items that carry it, counted at this moment' })
  cardinality_auto!: number;

  @ApiProperty({ type: 'integer', description: 'Regular items that carry it, counted at this moment' })
  cardinality_regular!: number;
}

/** Columns of a tag beside the totals of its ratings, which are null when it never had any. */
export interface TagRow {
  id: string;
  name: string;
  metadata: JsonObject;
  createdAt: Date;
  updatedAt: Date;
  rating: number | null;
  ratingCount: number | null;
  isFavorite: boolean | null;
}

/** Mean ratings as they are shown. */
export function toAverageRating(mean: number | null): number | null {
  return mean === null ? null : roundTo(mean, 2);
}

export function toTagDto(tag: TagRow): TagDto {
  return {
    id: tag.id,
    name: tag.name,
    metadata: tag.metadata,
    created_at: tag.createdAt.toISOString(),
    updated_at: tag.updatedAt.toISOString(),
    average_rating: toAverageRating(tag.rating),
    rating_count: tag.ratingCount ?? 0,
    is_favorite: tag.isFavorite,
  };
}

export function toTagSummaryDto({ id, name }: TagSummaryDto): TagSummaryDto {
  return { id, name };
}
