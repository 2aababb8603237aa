import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiUuidParam, UuidParam } from '../common/http/id-param.decorators.js';
import { UserStatsDto } from '../users/user.dto.js';
import { InteractionPageDto } from './interaction.dto.js';
import { InteractionAnalyticsService } from './interaction-analytics.service.js';
import { UserInteractionsQuery } from './interaction-query.dto.js';
import { InteractionsService } from './interactions.service.js';

/** What one user did, over HTTP. */
@ApiController('users/:id', 'users')
export class UserInteractionsController {
  constructor(
    private readonly service: InteractionsService,
    private readonly analytics: InteractionAnalyticsService,
  ) {}

  @Get('stats')
  @ApiOperation({ summary: 'Count what a user did' })
  @ApiUuidParam('User id')
  @ApiOkResponse({ type: UserStatsDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  stats(@UuidParam() id: string): Promise<UserStatsDto> {
    return this.analytics.statsOf(id);
  }

  @Get('interactions')
  @ApiOperation({
    summary: 'List the interactions of a user',
    description: 'Newest first unless sorted otherwise.',
  })
  @ApiUuidParam('User id')
  @ApiOkResponse({ type: InteractionPageDto })
  @ApiErrors('NOT_FOUND', ...listErrors)
  list(@UuidParam() id: string, @Query() query: UserInteractionsQuery): Promise<InteractionPageDto> {
    return this.service.listOfUser(id, query.toRequest(id));
  }
}
