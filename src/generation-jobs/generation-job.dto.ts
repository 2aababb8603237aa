import { ApiProperty } from '@nestjs/swagger';
import { EnumField, type JsonObject } from '../common/http/fields.decorators.js';
import { defineList, integerKey, timestampKey } from '../common/http/list-definition.js';
import { PageOf } from '../common/http/page-of.dto.js';
import { PageQuery } from '../common/http/page-query.dto.js';
import { type GenerationJob, JobStatus, JobType } from './generation-job.entity.js';

const jobTypes = Object.values(JobType);
const jobStatuses = Object.values(JobStatus);

/** A request to generate content, and how far it got. */
export class GenerationJobDto {
  @ApiProperty({ type: 'integer', example: 1 })
  id!: number;

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

  @ApiProperty({ type: 'integer', nullable: true, description: 'What came of it', example: 3000001 })
  content_id!: number | null;

  @ApiProperty({ type: 'string', nullable: true })
  error_message!: string | null;

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

export function toGenerationJobDto(job: GenerationJob): GenerationJobDto {
  return {
    id: job.id,
    user_id: job.userId,
    job_type: job.jobType,
    prompt: job.prompt,
    params: job.params,
    status: job.status,
    content_id: job.contentId,
    error_message: job.errorMessage,
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
}

export const generationJobList = defineList({
  name: 'generation_jobs',
  sortable: {
    created_at: timestampKey('j.created_at'),
    updated_at: timestampKey('j.updated_at'),
    completed_at: timestampKey('j.completed_at', { nullable: true }),
    id: integerKey('j.id'),
  },
  defaultSort: { field: 'created_at', order: 'desc' },
  defaultLimit: 100,
});

/** Filters and paging of one user's jobs. */
export class UserGenerationJobsQuery extends PageQuery(generationJobList) {
  @EnumField({ description: 'State of the job', name: 'JobStatus', values: jobStatuses, optional: true })
  status?: JobStatus;

  @EnumField({
    description: 'Kind of content to generate; `image` means `image_generation`',
    name: 'JobType',
    values: jobTypes,
    synonyms: { text: JobType.Text, image: JobType.Image, video: JobType.Video, audio: JobType.Audio },
    optional: true,
  })
  job_type?: JobType;
}
