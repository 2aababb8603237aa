import { Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiCallerHeader, CallerId } from '../common/http/caller.js';
import { ApiIdParam, ApiUuidParam, IdParam, UuidParam } from '../common/http/id-param.decorators.js';
import {
  ContentInteractionsDto,
  GlobalInteractionsDto,
  UserBehaviorDto,
  UserSummaryDto,
} from './interaction-analytics.dto.js';
import { InteractionAnalyticsService } from './interaction-analytics.service.js';

/** Figures of what users do with content, over HTTP; a second path is the one existing clients call. */
@ApiController('interactions', 'interactions')
export class InteractionAnalyticsController {
  constructor(private readonly service: InteractionAnalyticsService) {}

  @Get('analytics/user-behavior/:user_id')
  @ApiOperation({ summary: 'Sum up what a user does, and with which kinds of content' })
  @ApiUuidParam('User id', 'user_id')
  @ApiOkResponse({ type: UserBehaviorDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  userBehavior(@UuidParam('user_id') userId: string): Promise<UserBehaviorDto> {
    return this.service.behaviorOf(userId);
  }

  @Get('user/:user_id/summary')
  @ApiOperation({
    summary: 'The behavior of a user as older clients read it',
    description: 'The same figures as `analytics/user-behavior`, in `summary` once more.',
  })
  @ApiUuidParam('User id', 'user_id')
  @ApiOkResponse({ type: UserSummaryDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  userSummary(@UuidParam('user_id') userId: string): Promise<UserSummaryDto> {
    return this.service.summaryOf(userId);
  }

  @Get(['analytics/content/:content_id', 'content/:content_id/stats'])
  @ApiOperation({ summary: 'Sum up what was done with a piece of content' })
  @ApiIdParam('Content id', 'content_id')
  @ApiCallerHeader()
  @ApiOkResponse({ type: ContentInteractionsDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  content(
    @IdParam('Content', 'content_id') contentId: number,
    @CallerId() caller?: string,
  ): Promise<ContentInteractionsDto> {
    return this.service.ofContent(contentId, caller);
  }

  @Get(['analytics/global', 'stats/overview'])
  @ApiOperation({ summary: 'Sum up what everybody does' })
  @ApiOkResponse({ type: GlobalInteractionsDto })
  @ApiErrors()
  global(): Promise<GlobalInteractionsDto> {
    return this.service.ofEveryone();
  }
}
