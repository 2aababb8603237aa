import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import sql, { raw, type Sql } from 'sql-template-tag';
import { Repository } from 'typeorm';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import { paginate } from '../database/paginate.js';
import { type GenerationJobDto, generationJobList, toGenerationJobDto } from './generation-job.dto.js';
import { GenerationJob, type JobStatus, type JobType } from './generation-job.entity.js';

const columns = raw(
  `j.id, j.user_id AS "userId", j.job_type AS "jobType", j.prompt, j.params, j.status,
   j.content_id AS "contentId", j.error_message AS "errorMessage", j.created_at AS "createdAt",
   j.updated_at AS "updatedAt", j.started_at AS "startedAt", j.completed_at AS "completedAt",
   j.celery_task_id AS "celeryTaskId", j.negative_prompt AS "negativePrompt",
   j.checkpoint_model AS "checkpointModel", j.lora_models AS "loraModels", j.width, j.height,
   j.batch_size AS "batchSize", j.comfyui_prompt_id AS "comfyuiPromptId"`,
);

/** What jobs may be narrowed by; all that is given must hold. */
export interface GenerationJobFilter {
  userId?: string | undefined;
  status?: JobStatus | undefined;
  jobType?: JobType | undefined;
}

/** Reads and writes generation jobs. */
@Injectable()
export class GenerationJobsRepository {
  constructor(@InjectRepository(GenerationJob) private readonly jobs: Repository<GenerationJob>) {}

  list(filter: GenerationJobFilter, window: ListWindow): Promise<Page<GenerationJobDto>> {
    const where: Sql[] = [];
    if (filter.userId !== undefined) where.push(sql`j.user_id = ${filter.userId}`);
    if (filter.status !== undefined) where.push(sql`j.status = ${filter.status}`);
    if (filter.jobType !== undefined) where.push(sql`j.job_type = ${filter.jobType}`);
    const source = { definition: generationJobList, select: columns, from: raw('generation_jobs j'), where };
    return paginate(this.jobs.manager, source, window, toGenerationJobDto);
  }
}
