import { ApiProperty } from '@nestjs/swagger';
import {
  BoolField,
  type JsonObject,
  JsonObjectField,
  NumberField,
  TextField,
  TextListField,
  UuidField,
} from '../common/http/fields.decorators.js';
import { PageOf } from '../common/http/page-of.dto.js';
import { readTagName } from '../tags/tag-name.js';
import {
  type ContentType,
  contentTypes,
  type SourceName,
  sourceNames,
  toSourceName,
} from './content-kind.js';
import { ContentTypeField } from './content.fields.js';
import type { ContentRow } from './content-rows.queries.js';

/** One piece of content, made by a person or generated. */
export class ContentDto {
  @ApiProperty({ type: 'integer', example: 3000001 })
  id!: number;

  @ApiProperty({ example: 'Lighthouse at dusk' })
  title!: string;

  @ApiProperty({ enum: contentTypes, enumName: 'ContentType' })
  content_type!: ContentType;

  @ApiProperty({ description: 'The text itself, or the path of the file', example: 'images/3000001.png' })
  content_data!: string;

  @ApiProperty({
    description: 'What it was made from; never changes',
    example: 'a lighthouse at dusk, oil on canvas',
  })
  prompt!: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'thumbs/3000001.webp' })
  path_thumb!: string | null;

  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: { type: 'string' },
    description: 'Path by resolution',
    example: { '512x768': 'thumbs/512x768/3000001.webp' },
  })
  path_thumbs_alt_res!: Record<string, string> | null;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { camera: 'none' } })
  item_metadata!: JsonObject;

  @ApiProperty({
    type: [String],
    description: 'Tag names, in alphabetical order',
    example: ['dusk', 'seascape'],
  })
  tags!: string[];

  @ApiProperty({ format: 'uuid', example: '121e194b-4caa-4b81-ad4f-86ca3919d5b9' })
  creator_id!: string;

  @ApiProperty({ type: 'string', nullable: true, example: 'demo_admin' })
  creator_username!: string | null;

  @ApiProperty({ type: 'number', minimum: 0, maximum: 1, example: 0.5 })
  quality_score!: number;

  @ApiProperty()
  is_private!: boolean;

  @ApiProperty({ enum: sourceNames, enumName: 'SourceName' })
  source_type!: SourceName;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ format: 'date-time' })
  updated_at!: string;
}

/** A page of content. */
export class ContentPageDto extends PageOf(ContentDto) {}

export function toContentDto(row: ContentRow): ContentDto {
  return {
    id: row.id,
    title: row.title,
    content_type: row.contentType,
    content_data: row.contentData,
    prompt: row.prompt,
    path_thumb: row.pathThumb,
    path_thumbs_alt_res: row.pathThumbsAltRes,
    item_metadata: row.itemMetadata,
    tags: row.tags,
    creator_id: row.creatorId,
    creator_username: row.creatorUsername,
    quality_score: row.qualityScore,
    is_private: row.isPrivate,
    source_type: toSourceName(row.sourceType),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

const titleRules = { minLength: 1, maxLength: 255, trim: true };
const tagRules = { item: readTagName, maxItems: 20 };

/** New content. */
export class CreateContentDto {
  @TextField({ description: 'Title', example: 'Lighthouse at dusk', ...titleRules })
  title!: string;

  @ContentTypeField()
  content_type!: ContentType;

  @TextField({
    description: 'The text itself, or the path of the file',
    minLength: 1,
    example: 'images/lighthouse.png',
  })
  content_data!: string;

  @UuidField({ description: 'Who made it', example: '121e194b-4caa-4b81-ad4f-86ca3919d5b9' })
  creator_id!: string;

  @TextField({
    description: 'What it was made from; the title unless sent',
    optional: true,
    maxLength: 20_000,
  })
  prompt?: string;

  @JsonObjectField({ description: 'Anything to keep with it', default: {}, example: { camera: 'none' } })
  item_metadata!: JsonObject;

  @TextListField({
    description: 'Tags by name, slug or id; unknown names become tags',
    default: [],
    example: ['seascape', 'dusk'],
    ...tagRules,
  })
  tags!: string[];

  @BoolField({ description: 'Keep it out of public lists', optional: true })
  is_private?: boolean;

  @BoolField({ description: 'The opposite of `is_private`, heard when that is absent', optional: true })
  is_public?: boolean;
}

/** Changes to content; absent members stay as they are. */
export class UpdateContentDto {
  @TextField({ description: 'New title', optional: true, example: 'Lighthouse at night', ...titleRules })
  title?: string;

  @TextField({ description: 'New data', optional: true, minLength: 1 })
  content_data?: string;

  @JsonObjectField({ description: 'Replaces the metadata', optional: true, example: { camera: 'none' } })
  item_metadata?: JsonObject;

  @TextListField({
    description: 'Replaces the tags; an empty list clears them',
    optional: true,
    example: ['night'],
    ...tagRules,
  })
  tags?: string[];

  @BoolField({ description: 'Keep it out of public lists', optional: true })
  is_private?: boolean;
}

/** The quality of content. */
export class UpdateQualityDto {
  @NumberField({ description: 'From 0 (poor) to 1 (excellent)', min: 0, max: 1, example: 0.8 })
  quality_score!: number;
}
