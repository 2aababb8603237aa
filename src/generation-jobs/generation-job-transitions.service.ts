import { Injectable } from '@nestjs/common';
import { EntityNotFoundError, ValidationError } from '../common/errors/domain.error.js';
import { type Page, wholePage } from '../common/http/page-of.dto.js';
import { ContentService } from '../content/content.service.js';
import { violatedForeignKey } from '../database/pg-errors.js';
import type {
  CancelJobDto,
  CompleteJobDto,
  FailJobDto,
  SetJobStatusDto,
} from './generation-job-changes.dto.js';
import type { GenerationJobDto } from './generation-job.dto.js';
import { type GenerationJob, JobStatus } from './generation-job.entity.js';
import { GenerationJobViews } from './generation-job-views.js';
import { GenerationJobsRepository } from './generation-jobs.repository.js';
import { JobLifecycle } from './lifecycle/job-lifecycle.js';

/** Moves jobs from state to state as clients ask; which moves there are is said in lifecycle/job-states.ts. */
@Injectable()
export class GenerationJobTransitionsService {
  constructor(
    private readonly lifecycle: JobLifecycle,
    private readonly jobs: GenerationJobsRepository,
    private readonly content: ContentService,
    private readonly views: GenerationJobViews,
  ) {}

  /** @throws EntityNotFoundError, ValidationError; as every method below that takes an id */
  async setStatus(id: number, input: SetJobStatusDto): Promise<GenerationJobDto> {
    const { status, error_message: message } = input;
    if (status === JobStatus.Failed && !message?.trim())
      throw new ValidationError('error_message is required of a job that failed', 'error_message');
    const job = await this.lifecycle.setStatus(id, status, message);
    // One that waits again may have been let into the queue since.
    const isWaiting = job.status === JobStatus.Pending;
    return this.views.show((isWaiting && (await this.jobs.findById(id))) || job);
  }

  /** Hands the oldest jobs that wait to a worker outside. */
  async process(most: number): Promise<Page<GenerationJobDto>> {
    return this.views.showPage(wholePage(await this.lifecycle.claimNext(most)));
  }

  async start(id: number): Promise<GenerationJobDto> {
    return this.views.show(await this.lifecycle.start(id));
  }

  async complete(id: number, input: CompleteJobDto): Promise<GenerationJobDto> {
    const { content_id: contentId } = input;
    if (contentId === undefined) return this.views.show(await this.lifecycle.complete(id, null));
    return this.views.show(await this.completeWith(id, contentId));
  }

  async fail(id: number, input: FailJobDto): Promise<GenerationJobDto> {
    return this.views.show(await this.lifecycle.fail(id, input.error_message));
  }

  async cancel(id: number, input: CancelJobDto): Promise<GenerationJobDto> {
    return this.views.show(await this.lifecycle.cancel(id, input.reason));
  }

  /** Whose job it is may see content that is hidden from others. */
  private async completeWith(id: number, contentId: number): Promise<GenerationJob> {
    const job = await this.jobs.findById(id);
    if (!job) throw new EntityNotFoundError('Generation job', id);
    await this.content.get('items', contentId, job.userId);
    try {
      return await this.lifecycle.complete(id, contentId);
    } catch (error) {
      if (violatedForeignKey(error) !== 'fk_generation_jobs_content') throw error;
      throw new EntityNotFoundError('Content', contentId);
    }
  }
}
