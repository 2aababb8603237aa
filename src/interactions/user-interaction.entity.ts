import { Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import { ContentItem } from '../content/content-item.entity.js';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { TimestampColumn } from '../database/timestamp.column.js';
import { User } from '../users/user.entity.js';

export const InteractionType = {
  View: 'view',
  Like: 'like',
  Share: 'share',
  Download: 'download',
  Bookmark: 'bookmark',
  Comment: 'comment',
  Rate: 'rate',
} as const;
export type InteractionType = (typeof InteractionType)[keyof typeof InteractionType];

/** Something a user did with regular content; it outlives the content, whose id is null then. */
@Entity('user_interactions')
@DefinedInMigrations({
  indexes: [
    'idx_user_interactions_created',
    'idx_user_interactions_user',
    'idx_user_interactions_user_content',
    'idx_user_interactions_content',
    'idx_user_interactions_type',
    'idx_user_interactions_type_rated',
    'idx_user_interactions_rating',
    'idx_user_interactions_best',
    'idx_user_interactions_worst',
  ],
  checks: [
    'ck_user_interactions_type',
    'ck_user_interactions_rating',
    'ck_user_interactions_duration',
    'ck_user_interactions_metadata',
  ],
})
export class UserInteraction {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @ForeignKey(() => User, { name: 'fk_user_interactions_user' })
  @Column('uuid')
  userId!: string;

  @ForeignKey(() => ContentItem, { name: 'fk_user_interactions_content', onDelete: 'SET NULL' })
  @Column('integer', { nullable: true })
  contentItemId!: number | null;

  @Column('varchar', { length: 50 })
  interactionType!: InteractionType;

  @Column('integer', { nullable: true })
  rating!: number | null;

  /** Seconds. */
  @Column('integer', { nullable: true })
  duration!: number | null;

  @Column('jsonb', { default: {} })
  interactionMetadata!: Record<string, unknown>;

  @TimestampColumn()
  createdAt!: Date;
}
