import { Injectable } from '@nestjs/common';
import { Clock, daysBefore } from '../common/clock.js';
import { DomainError } from '../common/errors/domain.error.js';
import type { ListDefinition } from '../common/http/list-definition.js';
import type { Page } from '../common/http/page-of.dto.js';
import type { ListQuery } from '../common/http/page-query.dto.js';
import { UsersService } from '../users/users.service.js';
import type { GenerationJobDto } from './generation-job.dto.js';
import type { JobStatus, JobType } from './generation-job.entity.js';
import { generationJobLists } from './generation-job-list.js';
import type {
  GenerationJobsQuery,
  NextGenerationJobQuery,
  RecentGenerationJobsQuery,
  UserGenerationJobsQuery,
} from './generation-job-query.dto.js';
import { GenerationJobViews } from './generation-job-views.js';
import { type GenerationJobFilter, GenerationJobsRepository } from './generation-jobs.repository.js';

type JobPage = Promise<Page<GenerationJobDto>>;

/** The lists of generation jobs. */
@Injectable()
export class GenerationJobListsService {
  constructor(
    private readonly jobs: GenerationJobsRepository,
    private readonly views: GenerationJobViews,
    private readonly users: UsersService,
    private readonly clock: Clock,
  ) {}

  all(query: GenerationJobsQuery): JobPage {
    const { user_id: userId, status, job_type: jobType, days } = query;
    return this.list(generationJobLists.all, { userId, status, jobType, ...this.since(days) }, query);
  }

  /** @throws EntityNotFoundError */
  async ofUser(userId: string, query: UserGenerationJobsQuery): JobPage {
    await this.users.assertExists(userId);
    const { status, job_type: jobType } = query;
    return this.list(generationJobLists.ofUser, { userId, status, jobType }, query);
  }

  byStatus(status: JobStatus, query: ListQuery): JobPage {
    return this.list(generationJobLists.byStatus, { status }, query);
  }

  byType(jobType: JobType, query: ListQuery): JobPage {
    return this.list(generationJobLists.byType, { jobType }, query);
  }

  recent(query: RecentGenerationJobsQuery): JobPage {
    return this.list(generationJobLists.recent, this.since(query.days), query);
  }

  /**
   * The oldest job that waits, left as it is.
   * @throws DomainError NOT_FOUND when none does
   */
  async next({ job_type: jobType }: NextGenerationJobQuery): Promise<GenerationJobDto> {
    const job = await this.jobs.findNext(jobType);
    if (!job) throw new DomainError('NOT_FOUND', 'No pending jobs');
    return this.views.show(job);
  }

  private async list(definition: ListDefinition, filter: GenerationJobFilter, query: ListQuery): JobPage {
    return this.views.showPage(await this.jobs.list(definition, filter, query.window(definition)));
  }

  private since(days: number | undefined): Pick<GenerationJobFilter, 'createdFrom'> {
    return days === undefined ? {} : { createdFrom: daysBefore(this.clock.now(), days) };
  }
}
