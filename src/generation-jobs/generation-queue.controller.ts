import { Get, HttpCode, HttpStatus, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { GenerationJobDto, GenerationJobPageDto } from './generation-job.dto.js';
import { jobTypes } from './generation-job.fields.js';
import { GenerationJobListsService } from './generation-job-lists.service.js';
import { NextGenerationJobQuery, ProcessQueueQuery } from './generation-job-query.dto.js';
import { QueueStatsDto } from './generation-job-stats.dto.js';
import { GenerationJobStatsService } from './generation-job-stats.service.js';
import { GenerationJobTransitionsService } from './generation-job-transitions.service.js';

/** The jobs that wait, over HTTP, for workers outside and for those who watch. */
@ApiController('generation-jobs/queue', 'generation-jobs')
export class GenerationQueueController {
  constructor(
    private readonly transitions: GenerationJobTransitionsService,
    private readonly lists: GenerationJobListsService,
    private readonly stats: GenerationJobStatsService,
  ) {}

  @Post('process')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary: 'Take the oldest jobs that wait',
    description: 'They are running then, and given to no other caller and no worker.',
  })
  @ApiOkResponse({ type: GenerationJobPageDto })
  @ApiErrors({ VALIDATION_ERROR: 'max_jobs must be at most 100' })
  process(@Query() query: ProcessQueueQuery): Promise<GenerationJobPageDto> {
    return this.transitions.process(query.max_jobs);
  }

  @Get('next')
  @ApiOperation({
    summary: 'Get the oldest job that waits',
    description: 'It goes on waiting; 404 when none does.',
  })
  @ApiOkResponse({ type: GenerationJobDto })
  @ApiErrors({
    NOT_FOUND: 'No pending jobs',
    VALIDATION_ERROR: `job_type must be one of ${jobTypes.join(', ')}`,
  })
  next(@Query() query: NextGenerationJobQuery): Promise<GenerationJobDto> {
    return this.lists.next(query);
  }

  @Get('stats')
  @ApiOperation({ summary: 'Count the jobs in each state' })
  @ApiOkResponse({ type: QueueStatsDto })
  @ApiErrors()
  count(): Promise<QueueStatsDto> {
    return this.stats.ofQueue();
  }
}
