import { Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiUuidParam, UuidParam } from '../common/http/id-param.decorators.js';
import { badUserId, unknownUser } from './generation-job.examples.js';
import { GenerationJobStatsDto } from './generation-job-stats.dto.js';
import { GenerationJobStatsService } from './generation-job-stats.service.js';

/** Figures of generation jobs, over HTTP; a second path is the one existing clients call. */
@ApiController('generation-jobs', 'generation-jobs')
export class GenerationJobStatsController {
  constructor(private readonly service: GenerationJobStatsService) {}

  @Get(['analytics/global', 'stats/overview'])
  @ApiOperation({ summary: 'Sum up the generation jobs of everybody' })
  @ApiOkResponse({ type: GenerationJobStatsDto })
  @ApiErrors()
  ofEveryone(): Promise<GenerationJobStatsDto> {
    return this.service.ofEveryone();
  }

  @Get('user/:user_id/stats')
  @ApiOperation({ summary: 'Sum up the generation jobs of one user' })
  @ApiUuidParam('User id', 'user_id')
  @ApiOkResponse({ type: GenerationJobStatsDto })
  @ApiErrors(unknownUser, badUserId)
  ofUser(@UuidParam('user_id') userId: string): Promise<GenerationJobStatsDto> {
    return this.service.ofUser(userId);
  }
}
