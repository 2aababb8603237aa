import { Column, Entity, ForeignKey, Generated, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { ContentItem } from '../content/content-item.entity.js';
import { DefinedInMigrations } from '../database/defined-in-migrations.js';
import { TimestampColumn } from '../database/timestamp.column.js';
import { User } from '../users/user.entity.js';

export const JobType = {
  Text: 'text_generation',
  Image: 'image_generation',
  Video: 'video_generation',
  Audio: 'audio_generation',
} as const;
export type JobType = (typeof JobType)[keyof typeof JobType];

export const JobStatus = {
  Pending: 'pending',
  Running: 'running',
  Completed: 'completed',
  Failed: 'failed',
  Cancelled: 'cancelled',
} as const;
export type JobStatus = (typeof JobStatus)[keyof typeof JobStatus];

/** A request to generate content. `uuid` names it in the analytics; `attemptToken` the attempt that may write to it. */
@Entity('generation_jobs')
@Unique('uq_generation_jobs_uuid', ['uuid'])
@DefinedInMigrations({
  indexes: [
    'idx_generation_jobs_created',
    'idx_generation_jobs_user',
    'idx_generation_jobs_status',
    'idx_generation_jobs_type',
    'idx_generation_jobs_active_user',
    'idx_generation_jobs_completed',
    'idx_generation_jobs_content',
    'idx_generation_jobs_admitted',
    'idx_generation_jobs_waiting',
    'idx_generation_jobs_ended',
    'idx_generation_jobs_next',
  ],
  checks: [
    'ck_generation_jobs_type',
    'ck_generation_jobs_status',
    'ck_generation_jobs_params',
    'ck_generation_jobs_lora_models',
    'ck_generation_jobs_priority',
  ],
})
export class GenerationJob {
  @PrimaryGeneratedColumn('identity', { type: 'integer', generatedIdentity: 'ALWAYS' })
  id!: number;

  @Generated('uuid')
  @Column('uuid')
  uuid!: string;

  @ForeignKey(() => User, { name: 'fk_generation_jobs_user' })
  @Column('uuid')
  userId!: string;

  @Column('varchar', { length: 50 })
  jobType!: JobType;

  @Column('varchar', { length: 20000 })
  prompt!: string;

  @Column('jsonb', { default: {} })
  params!: Record<string, unknown>;

  @Column('varchar', { length: 20, default: JobStatus.Pending })
  status!: JobStatus;

  @Column('smallint', { default: 0 })
  priority!: number;

  @ForeignKey(() => ContentItem, { name: 'fk_generation_jobs_content', onDelete: 'SET NULL' })
  @Column('integer', { nullable: true })
  contentId!: number | null;

  @Column('text', { nullable: true })
  errorMessage!: string | null;

  /** Id of the queue entry, under the name clients know. */
  @Column('varchar', { length: 255, nullable: true })
  celeryTaskId!: string | null;

  @Column('text', { nullable: true })
  negativePrompt!: string | null;

  @Column('varchar', { length: 255, nullable: true })
  checkpointModel!: string | null;

  @Column('jsonb', { default: [] })
  loraModels!: Record<string, unknown>[];

  @Column('integer', { nullable: true })
  width!: number | null;

  @Column('integer', { nullable: true })
  height!: number | null;

  @Column('integer', { default: 1 })
  batchSize!: number;

  @Column('varchar', { length: 255, nullable: true })
  comfyuiPromptId!: string | null;

  /** The generator it was asked of; NULL for the default one. */
  @Column('varchar', { length: 20, nullable: true })
  backend!: string | null;

  @Column('varchar', { length: 20, nullable: true })
  errorType!: string | null;

  /** Jobs waiting or running when this one was asked for. */
  @Column('integer', { nullable: true })
  queueLength!: number | null;

  @TimestampColumn({ nullable: true })
  admittedAt!: Date | null;

  @TimestampColumn({ nullable: true })
  availableAt!: Date | null;

  @Column('smallint', { default: 0 })
  attempts!: number;

  @Column('uuid', { nullable: true })
  attemptToken!: string | null;

  @Column('varchar', { length: 255, nullable: true })
  claimedBy!: string | null;

  @TimestampColumn({ nullable: true })
  heartbeatAt!: Date | null;

  @Column('integer', { default: 0 })
  lastEventSeq!: number;

  @TimestampColumn()
  createdAt!: Date;

  @TimestampColumn()
  updatedAt!: Date;

  @TimestampColumn({ nullable: true })
  startedAt!: Date | null;

  @TimestampColumn({ nullable: true })
  completedAt!: Date | null;
}
