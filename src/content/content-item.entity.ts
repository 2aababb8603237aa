import { Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { TimestampColumn } from '../database/timestamp.column.js';
import { User } from '../users/user.entity.js';
import type { ContentType, SourceType } from './content-kind.js';

/** A text, image, video or audio with the prompt it was made from; prompt, sourceType and createdAt never change. */
@Entity('content_items')
@DefinedInMigrations({
  indexes: [
    'idx_content_items_created',
    'idx_content_items_source',
    'idx_content_items_creator',
    'idx_content_items_type',
    'idx_content_items_updated',
    'idx_content_items_title',
    'idx_content_items_quality',
    'idx_content_items_quality_id',
    'idx_content_items_search_words',
    'idx_content_items_metadata',
  ],
  checks: [
    'ck_content_items_content_type',
    'ck_content_items_source_type',
    'ck_content_items_quality_score',
    'ck_content_items_item_metadata',
  ],
})
export class ContentItem {
  @PrimaryGeneratedColumn('increment', { type: 'integer' })
  id!: number;

  @Column('varchar', { length: 255 })
  title!: string;

  @Column('varchar', { length: 50 })
  contentType!: ContentType;

  @Column('text')
  contentData!: string;

  @Column('varchar', { length: 20000 })
  prompt!: string;

  @Column('varchar', { length: 512, nullable: true })
  pathThumb!: string | null;

  /** Path by resolution. */
  @Column('jsonb', { nullable: true })
  pathThumbsAltRes!: Record<string, string> | null;

  @Column('jsonb', { default: {} })
  itemMetadata!: Record<string, unknown>;

  @ForeignKey(() => User, { name: 'fk_content_items_creator' })
  @Column('uuid')
  creatorId!: string;

  @Column('double precision', { default: 0 })
  qualityScore!: number;

  @Column('boolean', { default: false })
  isPrivate!: boolean;

  @Column('text')
  sourceType!: SourceType;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;
}
