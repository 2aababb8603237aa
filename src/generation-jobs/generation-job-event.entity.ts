import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { TimestampColumn } from '../database/timestamp.column.js';
import { GenerationJob } from './generation-job.entity.js';

/** What clients were told of a job, numbered from 1, so that one that was away can ask for the rest. */
@Entity('generation_job_events')
export class GenerationJobEvent {
  @ForeignKey(() => GenerationJob, { name: 'fk_generation_job_events_job', onDelete: 'CASCADE' })
  @PrimaryColumn('integer')
  jobId!: number;

  @PrimaryColumn('integer')
  seq!: number;

  @Column('jsonb')
  event!: Record<string, unknown>;

  @TimestampColumn()
  createdAt!: Date;
}
