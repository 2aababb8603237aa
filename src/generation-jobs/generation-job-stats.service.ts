import { Injectable } from '@nestjs/common';
import { PreparedStatements } from '../database/prepared-statements.js';
import { UsersService } from '../users/users.service.js';
import { countByStatus, tallyJobs } from './generation-job-counts.queries.js';
import {
  type GenerationJobStatsDto,
  type QueueStatsDto,
  toGenerationJobStatsDto,
  toQueueStatsDto,
} from './generation-job-stats.dto.js';

/** Figures of generation jobs as they are now; what became of them over time is in the analytics. */
@Injectable()
export class GenerationJobStatsService {
  constructor(
    private readonly statements: PreparedStatements,
    private readonly users: UsersService,
  ) {}

  async ofEveryone(): Promise<GenerationJobStatsDto> {
    return toGenerationJobStatsDto(null, await tallyJobs(this.statements));
  }

  /** @throws EntityNotFoundError */
  async ofUser(userId: string): Promise<GenerationJobStatsDto> {
    await this.users.assertExists(userId);
    return toGenerationJobStatsDto(userId, await tallyJobs(this.statements, userId));
  }

  async ofQueue(): Promise<QueueStatsDto> {
    return toQueueStatsDto(await countByStatus(this.statements));
  }
}
