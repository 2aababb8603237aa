import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { JobStatus } from '../generation-job.entity.js';
import { exampleJobId } from '../generation-job.examples.js';
import { jobStatuses } from '../generation-job.fields.js';
import { type JobEvent, JobEventStatus } from '../lifecycle/job-event.js';
import type { SnapshotMessage } from './live-messages.js';

const instant = { format: 'date-time', example: '2025-10-23T10:00:00.000Z' };

/** Something that happened to a job, as its watchers are told. */
export class JobEventDto implements JobEvent {
  @ApiProperty({ type: 'integer', example: exampleJobId })
  job_id!: number;

  @ApiProperty({ type: 'integer', minimum: 1, description: 'Counts from 1 within a job', example: 3 })
  seq!: number;

  @ApiProperty({ enum: Object.values(JobEventStatus), enumName: 'JobEventStatus', example: 'processing' })
  status!: JobEventStatus;

  @ApiProperty(instant)
  timestamp!: string;

  @ApiPropertyOptional({ description: 'Percent; of `processing`', minimum: 0, maximum: 100, example: 40 })
  progress?: number;

  @ApiPropertyOptional({ type: 'integer', nullable: true, description: 'Of `completed`' })
  content_id?: number | null;

  @ApiPropertyOptional({ type: [String], description: 'Of `completed`' })
  output_paths?: string[];

  @ApiPropertyOptional({
    type: 'string',
    nullable: true,
    description: 'Of `failed`, of `cancelled` with a reason, and of `pending` after an attempt that failed',
  })
  error?: string | null;
}

/** A job as it was when its watcher came. */
export class JobSnapshotDto implements SnapshotMessage {
  @ApiProperty({ enum: ['snapshot'] })
  type!: 'snapshot';

  @ApiProperty({ type: 'integer', example: exampleJobId })
  job_id!: number;

  @ApiProperty({ type: 'integer', minimum: 0, description: 'The last update this contains', example: 2 })
  seq!: number;

  @ApiProperty({ enum: jobStatuses, enumName: 'JobStatus' })
  status!: JobStatus;

  @ApiPropertyOptional({ type: 'integer', description: 'What came of it' })
  content_id?: number;

  @ApiPropertyOptional({ description: 'Why it failed or was cancelled' })
  error?: string;

  @ApiProperty({ ...instant, description: 'When the job last changed' })
  timestamp!: string;
}

/** The first message of a WebSocket. */
export class SocketConnectionDto {
  @ApiProperty({ enum: ['connection'] })
  type!: 'connection';

  @ApiProperty({ enum: ['connected'] })
  status!: 'connected';

  @ApiPropertyOptional({ type: 'integer', description: 'The job watched, where it is one', example: 1 })
  job_id?: number;

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'integer' },
    description: 'The jobs watched, where they are several',
  })
  job_ids?: number[];
}

/** What cannot be watched, and why. */
export class SocketErrorDto {
  @ApiPropertyOptional({ enum: ['error'], description: 'Absent where none of several jobs exists' })
  type?: 'error';

  @ApiPropertyOptional({ type: 'integer', description: 'The job meant, of several' })
  job_id?: number;

  @ApiProperty({ example: 'Job not found' })
  error!: string;
}

/** The answer to `{"type":"ping"}`. */
export class SocketPongDto {
  @ApiProperty({ enum: ['pong'] })
  type!: 'pong';
}
