import { Column, Entity, ForeignKey, PrimaryGeneratedColumn } from 'typeorm';
import { ContentItem } from '../content/content-item.entity.js';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { TimestampColumn } from '../database/timestamp.column.js';
import { User } from '../users/user.entity.js';
import { RecommenderModel } from './recommender-model.entity.js';

/** Content put before a user with a score from 0 to 1; once served, part of what the user has been shown. */
@Entity('recommendations')
@DefinedInMigrations({
  indexes: [
    'uq_recommendations_generated',
    'idx_recommendations_created',
    'idx_recommendations_user',
    'idx_recommendations_user_score',
    'idx_recommendations_score',
    'idx_recommendations_content',
    'idx_recommendations_algorithm',
    'idx_recommendations_unserved',
    'idx_recommendations_served',
    'idx_recommendations_served_at',
  ],
  checks: [
    'ck_recommendations_score',
    'ck_recommendations_arm',
    'ck_recommendations_rec_metadata',
    'ck_recommendations_feedback_rating',
  ],
})
export class Recommendation {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @ForeignKey(() => User, { name: 'fk_recommendations_user' })
  @Column('uuid')
  userId!: string;

  @ForeignKey(() => ContentItem, { name: 'fk_recommendations_content', onDelete: 'SET NULL' })
  @Column('integer', { nullable: true })
  contentItemId!: number | null;

  @Column('double precision')
  recommendationScore!: number;

  @Column('varchar', { length: 50 })
  algorithmVersion!: string;

  @Column('boolean', { default: false })
  isServed!: boolean;

  @TimestampColumn({ nullable: true })
  servedAt!: Date | null;

  @Column('jsonb', { default: {} })
  recMetadata!: Record<string, unknown>;

  /** Which link of the recommender's chain answered; null when a client stored it. */
  @Column('varchar', { length: 30, nullable: true })
  source!: string | null;

  @ForeignKey(() => RecommenderModel, { name: 'fk_recommendations_model', onDelete: 'SET NULL' })
  @Column('integer', { nullable: true })
  modelId!: number | null;

  @Column('varchar', { length: 100, nullable: true })
  experiment!: string | null;

  @Column('varchar', { length: 50, nullable: true })
  experimentArm!: string | null;

  /** Stars the user gave it when it was served. */
  @Column('integer', { nullable: true })
  feedbackRating!: number | null;

  @TimestampColumn()
  createdAt!: Date;
}
