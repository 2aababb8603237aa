import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiUuidParam, UuidParam } from '../common/http/id-param.decorators.js';
import { GenerationJobPageDto } from './generation-job.dto.js';
import { unknownUser } from './generation-job.examples.js';
import { GenerationJobListsService } from './generation-job-lists.service.js';
import { UserGenerationJobsQuery } from './generation-job-query.dto.js';

/** What one user asked to have generated, over HTTP. */
@ApiController('users/:id/generation-jobs', 'users')
export class UserGenerationJobsController {
  constructor(private readonly service: GenerationJobListsService) {}

  @Get()
  @ApiOperation({
    summary: 'List the generation jobs of a user',
    description: 'Newest first unless sorted otherwise.',
  })
  @ApiUuidParam('User id')
  @ApiOkResponse({ type: GenerationJobPageDto })
  @ApiErrors(unknownUser, { VALIDATION_ERROR: 'id must be a UUID' }, ...listErrors)
  list(@UuidParam() id: string, @Query() query: UserGenerationJobsQuery): Promise<GenerationJobPageDto> {
    return this.service.ofUser(id, query);
  }
}
