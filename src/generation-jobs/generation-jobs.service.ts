import { Injectable } from '@nestjs/common';
import type { Page } from '../common/http/page-of.dto.js';
import { UsersService } from '../users/users.service.js';
import type { GenerationJobDto, UserGenerationJobsQuery } from './generation-job.dto.js';
import { GenerationJobsRepository } from './generation-jobs.repository.js';

/** The rules of generation jobs. */
@Injectable()
export class GenerationJobsService {
  constructor(
    private readonly jobs: GenerationJobsRepository,
    private readonly users: UsersService,
  ) {}

  async listByUser(userId: string, query: UserGenerationJobsQuery): Promise<Page<GenerationJobDto>> {
    await this.users.assertExists(userId);
    return this.jobs.list({ userId, status: query.status, jobType: query.job_type }, query.window());
  }
}
