import { applyDecorators, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiCallerHeader, CallerId } from '../common/http/caller.js';
import { ApiEnumParam, EnumParam } from '../common/http/enum-param.decorators.js';
import { ApiIdParam, ApiUuidParam, IdParam, UuidParam } from '../common/http/id-param.decorators.js';
import { InteractionDto, InteractionPageDto, interactionTypes } from './interaction.dto.js';
import {
  InteractionsByContentQuery,
  InteractionsByTypeQuery,
  InteractionsQuery,
  RecentInteractionsOfUserQuery,
  RecentInteractionsQuery,
  TopRatedInteractionsQuery,
  UserInteractionsQuery,
} from './interaction-query.dto.js';
import { InteractionsService } from './interactions.service.js';

type Type = InteractionDto['interaction_type'];

const typeParam = { name: 'interaction_type', values: interactionTypes };

function ApiTypeParam(): MethodDecorator {
  return ApiEnumParam({ ...typeParam, description: 'Kind of interaction', enumName: 'InteractionType' });
}

/** Documents a list of interactions. */
function ApiInteractionList(summary: string, description = 'Newest first.'): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary, description }),
    ApiOkResponse({ type: InteractionPageDto }),
    ApiErrors(...listErrors),
  );
}

/** Lists of interactions over HTTP; a second path is the one existing clients call. */
@ApiController('interactions', 'interactions')
export class InteractionListsController {
  constructor(private readonly service: InteractionsService) {}

  @Get()
  @ApiCallerHeader()
  @ApiInteractionList('List interactions', 'Newest first. All filters given must hold.')
  list(@Query() query: InteractionsQuery, @CallerId() caller?: string): Promise<InteractionPageDto> {
    return this.service.listFor(caller, query.toRequest());
  }

  @Get('recent')
  @ApiInteractionList('List the newest interactions')
  recent(@Query() query: RecentInteractionsQuery): Promise<InteractionPageDto> {
    return this.service.list(query.toRequest());
  }

  @Get('top-rated')
  @ApiInteractionList(
    'List the interactions with the best ratings',
    'Best first, the newer of two equals first; without those that have no rating.',
  )
  topRated(@Query() query: TopRatedInteractionsQuery): Promise<InteractionPageDto> {
    return this.service.list(query.toRequest());
  }

  @Get(['by-type/:interaction_type', 'type/:interaction_type/interactions'])
  @ApiTypeParam()
  @ApiInteractionList('List the interactions of one type')
  byType(
    @EnumParam(typeParam) type: Type,
    @Query() query: InteractionsByTypeQuery,
  ): Promise<InteractionPageDto> {
    return this.service.list(query.toRequest(type));
  }

  @Get(['by-user/:user_id', 'user/:user_id/interactions'])
  @ApiUuidParam('User id', 'user_id')
  @ApiInteractionList('List what one user did')
  @ApiErrors('NOT_FOUND', ...listErrors)
  byUser(
    @UuidParam('user_id') userId: string,
    @Query() query: UserInteractionsQuery,
  ): Promise<InteractionPageDto> {
    return this.service.listOfUser(userId, query.toRequest(userId));
  }

  @Get(['by-content/:content_id', 'content/:content_id/interactions'])
  @ApiIdParam('Content id', 'content_id')
  @ApiCallerHeader()
  @ApiInteractionList('List what was done with one piece of content')
  @ApiErrors('NOT_FOUND', ...listErrors)
  byContent(
    @IdParam('Content', 'content_id') contentId: number,
    @Query() query: InteractionsByContentQuery,
    @CallerId() caller?: string,
  ): Promise<InteractionPageDto> {
    return this.service.listOfContent(contentId, query.toRequest(contentId), caller);
  }

  @Get('user/:user_id/recent')
  @ApiUuidParam('User id', 'user_id')
  @ApiInteractionList('List what one user did lately')
  @ApiErrors('NOT_FOUND', ...listErrors)
  recentOfUser(
    @UuidParam('user_id') userId: string,
    @Query() query: RecentInteractionsOfUserQuery,
  ): Promise<InteractionPageDto> {
    return this.service.listOfUser(userId, query.toRequest(userId));
  }

  @Get('user/:user_id/content/:content_id/:interaction_type')
  @ApiUuidParam('User id', 'user_id')
  @ApiIdParam('Content id', 'content_id')
  @ApiTypeParam()
  @ApiCallerHeader()
  @ApiOperation({ summary: 'Get the last interaction of one type of a user with a piece of content' })
  @ApiOkResponse({ type: InteractionDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  latest(
    @UuidParam('user_id') userId: string,
    @IdParam('Content', 'content_id') contentId: number,
    @EnumParam(typeParam) type: Type,
    @CallerId() caller?: string,
  ): Promise<InteractionDto> {
    return this.service.getLatest(userId, contentId, type, caller);
  }
}
