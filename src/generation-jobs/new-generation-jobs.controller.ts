import { Body, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, bodyErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import {
  ApiIdempotencyKey,
  IdempotencyKey,
  type KeyedRequest,
  replayedHeaders,
} from '../idempotency/keyed-request.js';
import { GenerationJobDto } from './generation-job.dto.js';
import { unknownUser } from './generation-job.examples.js';
import { GenerationJobsService } from './generation-jobs.service.js';
import { CreateGenerationJobDto } from './new-generation-job.dto.js';

/** Requests to generate content, over HTTP; the second path is an older name. */
@ApiController('', 'generation-jobs')
export class NewGenerationJobsController {
  constructor(private readonly service: GenerationJobsService) {}

  @Post(['generation-jobs', 'generate-content'])
  @ApiOperation({
    summary: 'Ask for content to be generated',
    description:
      'Answers the pending job. A user has only so many jobs in the queue at a time; the others wait their turn. ' +
      'Settings of images are repeated in `params`.',
  })
  @ApiIdempotencyKey()
  @ApiCreatedResponse({ type: GenerationJobDto, headers: replayedHeaders })
  @ApiErrors(
    unknownUser,
    {
      CONFLICT: 'A request with this Idempotency-Key is under way; try again',
      VALIDATION_ERROR: 'prompt must not be blank',
    },
    'QUEUE_UNAVAILABLE',
    ...bodyErrors,
  )
  create(
    @Body() body: CreateGenerationJobDto,
    @IdempotencyKey() request?: KeyedRequest,
  ): Promise<GenerationJobDto> {
    return this.service.create(body, request);
  }
}
