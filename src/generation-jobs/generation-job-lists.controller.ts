import { applyDecorators, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, type ErrorTexts, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiEnumParam, EnumParam } from '../common/http/enum-param.decorators.js';
import { ApiUuidParam, UuidParam } from '../common/http/id-param.decorators.js';
import { GenerationJobDto, GenerationJobPageDto } from './generation-job.dto.js';
import { badUserId, unknownUser } from './generation-job.examples.js';
import { jobStatuses, jobTypes, jobTypeSynonyms } from './generation-job.fields.js';
import { GenerationJobListsService } from './generation-job-lists.service.js';
import {
  GenerationJobsByStatusQuery,
  GenerationJobsByTypeQuery,
  GenerationJobsQuery,
  RecentGenerationJobsQuery,
  UserGenerationJobsQuery,
} from './generation-job-query.dto.js';

const typeParam = { name: 'job_type', values: jobTypes };
const statusParam = { name: 'status', values: jobStatuses };

const badDays: ErrorTexts = { VALIDATION_ERROR: 'days must be at most 365' };

function refusedBy({ name, values }: typeof typeParam | typeof statusParam): ErrorTexts {
  return { VALIDATION_ERROR: `${name} must be one of ${values.join(', ')}` };
}

/** Documents a list of generation jobs. */
function ApiJobList(
  summary: string,
  errors: ErrorTexts,
  description = 'Newest first unless sorted otherwise.',
): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary, description }),
    ApiOkResponse({ type: GenerationJobPageDto }),
    ApiErrors(errors, ...listErrors),
  );
}

/** Lists of generation jobs, over HTTP; further paths of one list are those existing clients call. */
@ApiController('generation-jobs', 'generation-jobs')
export class GenerationJobListsController {
  constructor(private readonly service: GenerationJobListsService) {}

  @Get()
  @ApiJobList(
    'List generation jobs',
    badDays,
    'Newest first unless sorted otherwise. All filters given must hold.',
  )
  list(@Query() query: GenerationJobsQuery): Promise<GenerationJobPageDto> {
    return this.service.all(query);
  }

  @Get('recent')
  @ApiJobList('List the newest generation jobs', badDays, 'Newest first, of the last `days` days.')
  recent(@Query() query: RecentGenerationJobsQuery): Promise<GenerationJobPageDto> {
    return this.service.recent(query);
  }

  @Get(['by-type/:job_type', 'type/:job_type/jobs'])
  @ApiEnumParam({
    ...typeParam,
    description: 'Kind of content; `image` will do, and so on',
    enumName: 'JobType',
  })
  @ApiJobList('List the generation jobs of one type', refusedBy(typeParam))
  byType(
    @EnumParam({ ...typeParam, synonyms: jobTypeSynonyms }) jobType: GenerationJobDto['job_type'],
    @Query() query: GenerationJobsByTypeQuery,
  ): Promise<GenerationJobPageDto> {
    return this.service.byType(jobType, query);
  }

  @Get(['by-status/:status', 'status/:status/jobs', ':status/all'])
  @ApiEnumParam({ ...statusParam, description: 'State of the jobs', enumName: 'JobStatus' })
  @ApiJobList('List the generation jobs in one state', refusedBy(statusParam))
  byStatus(
    @EnumParam(statusParam) status: GenerationJobDto['status'],
    @Query() query: GenerationJobsByStatusQuery,
  ): Promise<GenerationJobPageDto> {
    return this.service.byStatus(status, query);
  }

  @Get('user/:user_id/jobs')
  @ApiUuidParam('User id', 'user_id')
  @ApiJobList('List the generation jobs of a user', { ...unknownUser, ...badUserId })
  byUser(
    @UuidParam('user_id') userId: string,
    @Query() query: UserGenerationJobsQuery,
  ): Promise<GenerationJobPageDto> {
    return this.service.ofUser(userId, query);
  }
}
