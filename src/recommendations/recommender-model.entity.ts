import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { TimestampColumn } from '../database/timestamp.column.js';

/** One version of a trained recommender; its arrays are in recommender_model_parts. At most one is active. */
@Entity('recommender_models')
@DefinedInMigrations({
  indexes: ['uq_recommender_models_active'],
  checks: [
    'ck_recommender_models_active_is_published',
    'ck_recommender_models_active_is_not_withdrawn',
    'ck_recommender_models_withdrawn_was_published',
  ],
})
export class RecommenderModel {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Column('varchar', { length: 50 })
  algorithm!: string;

  @Column('boolean', { default: false })
  isActive!: boolean;

  @Column('jsonb', { default: {} })
  parameters!: Record<string, unknown>;

  @Column('jsonb', { default: {} })
  metrics!: Record<string, unknown>;

  @Column('integer')
  userCount!: number;

  @Column('integer')
  itemCount!: number;

  @Column('integer')
  interactionCount!: number;

  @TimestampColumn()
  trainedAt!: Date;

  /** When it first became active; null when it never beat the baseline. */
  @TimestampColumn({ nullable: true })
  publishedAt!: Date | null;

  /** When a rollback took it out of service for good. */
  @TimestampColumn({ nullable: true })
  withdrawnAt!: Date | null;
}
