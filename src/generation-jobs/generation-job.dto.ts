import { ApiProperty } from '@nestjs/swagger';
import { withVolatile } from '../common/http/entity-tag.js';
import type { JsonObject } from '../common/http/fields.decorators.js';
import { PageOf } from '../common/http/page-of.dto.js';
import type { Forecast } from './forecast/queue-forecast.js';
import type { GenerationJob, JobStatus, JobType } from './generation-job.entity.js';
import { jobStatuses, jobTypes } from './generation-job.fields.js';
import {
  type BackendName,
  backendNames,
  type GenerationErrorType,
  generationErrorTypes,
} from './generators/generator.js';

/** A request to generate content, and how far it got. */
export class GenerationJobDto {
  @ApiProperty({ type: 'integer', example: 1 })
  id!: number;

  @ApiProperty({
    format: 'uuid',
    description: 'Names it in the analytics',
    example: '0b0f3a4e-6f2e-4b1e-9d0a-3f0f5a1c7b52',
  })
  uuid!: string;

  @ApiProperty({ format: 'uuid', example: '121e194b-4caa-4b81-ad4f-86ca3919d5b9' })
  user_id!: string;

  @ApiProperty({ enum: jobTypes, enumName: 'JobType' })
  job_type!: JobType;

  @ApiProperty({ example: 'a lighthouse at dusk, oil on canvas' })
  prompt!: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { steps: 20 } })
  params!: JsonObject;

  @ApiProperty({ enum: jobStatuses, enumName: 'JobStatus' })
  status!: JobStatus;

  @ApiProperty({
    type: 'integer',
    minimum: 0,
    maximum: 10,
    description: 'Of the jobs of one user higher ones come sooner',
    example: 0,
  })
  priority!: number;

  @ApiProperty({
    enum: backendNames,
    enumName: 'GenerationBackend',
    nullable: true,
    description: 'Generator it was asked of; null for that of the configuration',
  })
  backend!: BackendName | null;

  @ApiProperty({ type: 'integer', description: 'How often it was begun', example: 1 })
  attempts!: number;

  @ApiProperty({ type: 'integer', nullable: true, description: 'What came of it', example: 3000001 })
  content_id!: number | null;

  @ApiProperty({ type: 'string', nullable: true })
  error_message!: string | null;

  @ApiProperty({
    enum: generationErrorTypes,
    enumName: 'GenerationErrorType',
    nullable: true,
    description: 'Kind of failure, of its last attempt while it waits for another',
  })
  error_type!: GenerationErrorType | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'How many jobs are expected to be begun up to and including this one; users take turns. Null unless pending, and for jobs too far back to say',
    example: 3,
  })
  queue_position!: number | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Time until it is begun, by the work before it; null unless pending, or without experience',
    example: 12.5,
  })
  expected_start_seconds!: number | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description:
      'Median time that the latest jobs of its type and like size took; null unless pending, or without experience',
    example: 4.2,
  })
  expected_duration_seconds!: number | null;

  @ApiProperty({ format: 'date-time' })
  created_at!: string;

  @ApiProperty({ format: 'date-time' })
  updated_at!: string;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  started_at!: string | null;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  completed_at!: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'Id of the queue entry' })
  celery_task_id!: string | null;

  @ApiProperty({ type: 'string', nullable: true })
  negative_prompt!: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: 'dreamshaper_8' })
  checkpoint_model!: string | null;

  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
    nullable: true,
    example: [{ name: 'detail', strength_model: 0.8, strength_clip: 0.8 }],
  })
  lora_models!: JsonObject[] | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 832 })
  width!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 1216 })
  height!: number | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 1 })
  batch_size!: number | null;

  @ApiProperty({ type: 'string', nullable: true })
  comfyui_prompt_id!: string | null;
}

/** A page of generation jobs. */
export class GenerationJobPageDto extends PageOf(GenerationJobDto) {}

/** What is said of a job that does not wait. */
const noForecast: Forecast = { position: null, startSeconds: null, durationSeconds: null };

/** What the queue makes of a job, without anybody changing it. */
const volatileFields = [
  'queue_position',
  'expected_start_seconds',
  'expected_duration_seconds',
  'celery_task_id',
] as const;

export function toGenerationJobDto(job: GenerationJob, forecast = noForecast): GenerationJobDto {
  const shown: GenerationJobDto = {
    id: job.id,
    uuid: job.uuid,
    user_id: job.userId,
    job_type: job.jobType,
    prompt: job.prompt,
    params: job.params,
    status: job.status,
    priority: job.priority,
    backend: job.backend as BackendName | null,
    attempts: job.attempts,
    content_id: job.contentId,
    error_message: job.errorMessage,
    error_type: job.errorType as GenerationErrorType | null,
    queue_position: forecast.position,
    expected_start_seconds: forecast.startSeconds,
    expected_duration_seconds: forecast.durationSeconds,
    created_at: job.createdAt.toISOString(),
    updated_at: job.updatedAt.toISOString(),
    started_at: job.startedAt?.toISOString() ?? null,
    completed_at: job.completedAt?.toISOString() ?? null,
    celery_task_id: job.celeryTaskId,
    negative_prompt: job.negativePrompt,
    checkpoint_model: job.checkpointModel,
    lora_models: job.loraModels,
    width: job.width,
    height: job.height,
    batch_size: job.batchSize,
    comfyui_prompt_id: job.comfyuiPromptId,
  };
  return withVolatile(shown, volatileFields);
}
