import { ApiProperty } from '@nestjs/swagger';
import { EntriesField } from '../common/http/entries-field.decorator.js';
import {
  EnumField,
  IntField,
  type JsonObject,
  JsonObjectField,
  UuidField,
} from '../common/http/fields.decorators.js';
import { PageOf } from '../common/http/page-of.dto.js';
import { largestInteger } from '../common/largest-integer.js';
import { InteractionType, type UserInteraction } from './user-interaction.entity.js';

export const interactionTypes = Object.values(InteractionType);

const ratingRules = { min: 1, max: 5, example: 4, optional: true };
const durationRules = { min: 0, max: largestInteger, example: 30, optional: true };
const metadataRules = { aliases: ['interaction_metadata'], example: { from: 'gallery' } };

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

/** A new interaction. */
export class CreateInteractionDto {
  @UuidField({ description: 'Who did it', example: '121e194b-4caa-4b81-ad4f-86ca3919d5b9' })
  user_id!: string;

  @IntField({ description: 'Regular content', min: 1, max: largestInteger, example: 3_000_001 })
  content_item_id!: number;

  @EnumField({ description: 'What was done', name: 'InteractionType', values: interactionTypes })
  interaction_type!: InteractionType;

  @IntField({ description: 'Stars; any type may carry them', ...ratingRules })
  rating?: number;

  @IntField({ description: 'Seconds', ...durationRules })
  duration?: number;

  @JsonObjectField({
    description: 'Anything to keep with it; answered as `interaction_metadata`',
    default: {},
    ...metadataRules,
  })
  metadata!: JsonObject;
}

/** Many new interactions. */
export class CreateInteractionsDto {
  @EntriesField(CreateInteractionDto, {
    description: 'Stored together or not at all; the same may occur several times',
    minItems: 1,
    maxItems: 1000,
  })
  interactions!: CreateInteractionDto[];
}

/** Changes to an interaction; members that are absent or null stay as they are. */
export class UpdateInteractionDto {
  @IntField({ description: 'Stars', ...ratingRules })
  rating?: number;

  @IntField({ description: 'Seconds', ...durationRules })
  duration?: number;

  @JsonObjectField({ description: 'Replaces the metadata', optional: true, ...metadataRules })
  metadata?: JsonObject;
}
