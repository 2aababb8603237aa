import { ApiProperty } from '@nestjs/swagger';
import { EnumField, IntField, type JsonObject } from '../common/http/fields.decorators.js';
import { defineList, integerKey, numberKey, timestampKey } from '../common/http/list-definition.js';
import { PageOf } from '../common/http/page-of.dto.js';
import { PageQuery } from '../common/http/page-query.dto.js';
import { InteractionType, type UserInteraction } from './user-interaction.entity.js';

const interactionTypes = Object.values(InteractionType);

/** Something a user did with a piece of content. */
export class InteractionDto {
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

  @ApiProperty({ enum: interactionTypes, enumName: 'InteractionType' })
  interaction_type!: InteractionType;

  @ApiProperty({ type: 'integer', nullable: true, minimum: 1, maximum: 5, example: 4 })
  rating!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, minimum: 0, description: 'Seconds', example: 30 })
  duration!: number | null;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { from: 'gallery' } })
  interaction_metadata!: JsonObject;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;
}

/** A page of interactions. */
export class InteractionPageDto extends PageOf(InteractionDto) {}

export function toInteractionDto(interaction: UserInteraction): InteractionDto {
  return {
    id: interaction.id,
    user_id: interaction.userId,
    content_item_id: interaction.contentItemId,
    interaction_type: interaction.interactionType,
    rating: interaction.rating,
    duration: interaction.duration,
    interaction_metadata: interaction.interactionMetadata,
    created_at: interaction.createdAt.toISOString(),
  };
}

export const interactionList = defineList({
  name: 'interactions',
  sortable: {
    created_at: timestampKey('i.created_at'),
    rating: { ...numberKey('i.rating'), nullable: true },
    id: integerKey('i.id'),
  },
  defaultSort: { field: 'created_at', order: 'desc' },
  defaultLimit: 100,
});

/** Filters and paging of one user's interactions. */
export class UserInteractionsQuery extends PageQuery(interactionList) {
  @EnumField({
    description: 'Kind of interaction',
    name: 'InteractionType',
    values: interactionTypes,
    optional: true,
  })
  interaction_type?: InteractionType;

  @IntField({ description: 'Only those of the last so many days', optional: true, min: 1, max: 365 })
  days?: number;
}
