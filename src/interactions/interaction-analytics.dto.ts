import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import type { ContentType } from '../content/content-kind.js';
import { contentTypes } from '../content/content-kind.js';
import { roundTo } from '../common/round.js';
import { interactionTypes } from './interaction.dto.js';
import type { TypeTally } from './interaction-counts.queries.js';
import { type InteractionType } from './user-interaction.entity.js';

/** How often a user did one kind of thing, and the mean of the ratings given with it. */
export class TypeSummaryDto {
  @ApiProperty({ type: 'integer', example: 12 })
  count!: number;

  @ApiProperty({ type: 'number', nullable: true, description: 'Null without a rating', example: 4.25 })
  avg_rating!: number | null;
}

/** The same of what was done with one piece of content, and the mean time it took. */
export class TypeStatsDto extends TypeSummaryDto {
  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Seconds; null where none is known',
    example: 31.5,
  })
  avg_duration!: number | null;
}

/** What a user does, and with what. */
@ApiExtraModels(TypeSummaryDto)
export class UserBehaviorDto {
  @ApiProperty({ type: 'integer', example: 42 })
  total_interactions!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(TypeSummaryDto) },
    description: 'By type; types that do not occur are left out',
  })
  interaction_types!: Partial<Record<InteractionType, TypeSummaryDto>>;

  @ApiProperty({
    enum: contentTypes,
    enumName: 'ContentType',
    isArray: true,
    maxItems: 5,
    description: 'Kinds of content, most used first',
  })
  favorite_content_types!: ContentType[];
}

/** The same under the names older clients read. */
export class UserSummaryDto extends UserBehaviorDto {
  @ApiProperty({ format: 'uuid', example: '121e194b-4caa-4b81-ad4f-86ca3919d5b9' })
  user_id!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'integer' }, { $ref: getSchemaPath(TypeSummaryDto) }] },
    description: '`total_interactions` and what `interaction_types` holds, in one object',
  })
  summary!: Record<string, number | TypeSummaryDto>;
}

/** What was done with one piece of content. */
@ApiExtraModels(TypeStatsDto)
export class ContentInteractionsDto {
  @ApiProperty({ type: 'integer', example: 3000001 })
  content_item_id!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(TypeStatsDto) },
    description: 'By type; types that do not occur are left out',
  })
  stats!: Partial<Record<InteractionType, TypeStatsDto>>;

  @ApiProperty({ type: 'integer', example: 120 })
  total_views!: number;

  @ApiProperty({ type: 'integer', example: 14 })
  total_likes!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Over all types; null without a rating',
    example: 4.1,
  })
  avg_rating!: number | null;
}

/** What everybody does. */
export class GlobalInteractionsDto {
  @ApiProperty({ type: 'integer', example: 10_000 })
  total_interactions!: number;

  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries(interactionTypes.map((type) => [type, { type: 'integer' }])),
    required: interactionTypes,
    description: 'Every type, with 0 where it does not occur',
  })
  type_breakdown!: Record<InteractionType, number>;

  @ApiProperty({ type: 'integer', description: 'Users who did anything', example: 350 })
  unique_users!: number;

  @ApiProperty({ type: 'number', nullable: true, description: 'Null without a rating', example: 3.9 })
  avg_rating!: number | null;
}

function mean(sum: number, count: number): number | null {
  return count === 0 ? null : roundTo(sum / count, 2);
}

function sumOf(tallies: readonly TypeTally[], figure: (tally: TypeTally) => number): number {
  return tallies.reduce((sum, tally) => sum + figure(tally), 0);
}

function byType<T>(
  tallies: readonly TypeTally[],
  show: (tally: TypeTally) => T,
): Partial<Record<InteractionType, T>> {
  return Object.fromEntries(tallies.map((tally) => [tally.type, show(tally)]));
}

export function totalOf(tallies: readonly TypeTally[]): number {
  return sumOf(tallies, ({ total }) => total);
}

export function meanRatingOf(tallies: readonly TypeTally[]): number | null {
  return mean(
    sumOf(tallies, ({ stars }) => stars),
    sumOf(tallies, ({ rated }) => rated),
  );
}

function toTypeSummary({ total, stars, rated }: TypeTally): TypeSummaryDto {
  return { count: total, avg_rating: mean(stars, rated) };
}

export function toUserBehaviorDto(
  tallies: readonly TypeTally[],
  favoriteContentTypes: ContentType[],
): UserBehaviorDto {
  return {
    total_interactions: totalOf(tallies),
    interaction_types: byType(tallies, toTypeSummary),
    favorite_content_types: favoriteContentTypes,
  };
}

export function toUserSummaryDto(userId: string, behavior: UserBehaviorDto): UserSummaryDto {
  const { total_interactions, interaction_types } = behavior;
  return { user_id: userId, ...behavior, summary: { total_interactions, ...interaction_types } };
}

export function toContentInteractionsDto(
  contentItemId: number,
  tallies: readonly TypeTally[],
): ContentInteractionsDto {
  const stats = byType(tallies, (tally) => ({
    ...toTypeSummary(tally),
    avg_duration: mean(tally.seconds, tally.timed),
  }));
  return {
    content_item_id: contentItemId,
    stats,
    total_views: stats.view?.count ?? 0,
    total_likes: stats.like?.count ?? 0,
    avg_rating: meanRatingOf(tallies),
  };
}

export function toGlobalInteractionsDto(
  tallies: readonly TypeTally[],
  uniqueUsers: number,
): GlobalInteractionsDto {
  const none = Object.fromEntries(interactionTypes.map((type) => [type, 0])) as Record<
    InteractionType,
    number
  >;
  return {
    total_interactions: totalOf(tallies),
    type_breakdown: { ...none, ...byType(tallies, ({ total }) => total) },
    unique_users: uniqueUsers,
    avg_rating: meanRatingOf(tallies),
  };
}
