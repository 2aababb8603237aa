import { applyDecorators, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import type { ErrorCode } from '../common/errors/error-codes.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiCallerHeader, CallerId } from '../common/http/caller.js';
import { ApiIdParam, ApiUuidParam, IdParam, UuidParam } from '../common/http/id-param.decorators.js';
import { RecommendationListsService } from './recommendation-lists.service.js';
import {
  ContentRecommendationsQuery,
  RecentRecommendationsQuery,
  RecentUserRecommendationsQuery,
  RecommendationsByAlgorithmQuery,
  TopScoringQuery,
  UnservedRecommendationsQuery,
} from './recommendation-query.dto.js';
import { RecommendationPageDto } from './recommendation.dto.js';

function ApiRecommendationList(
  summary: string,
  description: string,
  ...errors: ErrorCode[]
): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary, description }),
    ApiOkResponse({ type: RecommendationPageDto }),
    ApiErrors(...errors, ...listErrors),
  );
}

/** Ready-made lists of recommendations, over HTTP. A second path is the one existing clients call. */
@ApiController('recommendations', 'recommendations')
export class RecommendationListsController {
  constructor(private readonly service: RecommendationListsService) {}

  @Get(['unserved/:user_id', 'user/:user_id/unserved', 'user/:user_id/top'])
  @ApiUuidParam('User id', 'user_id')
  @ApiRecommendationList(
    'List what a user has still to be shown',
    'Best first. What was generated is left out once the item is gone, private or met, or was served lately.',
    'NOT_FOUND',
  )
  unserved(
    @UuidParam('user_id') userId: string,
    @Query() query: UnservedRecommendationsQuery,
  ): Promise<RecommendationPageDto> {
    return this.service.unservedOf(userId, query);
  }

  @Get(['by-algorithm/:algorithm', 'algorithm/:algorithm/recommendations'])
  @ApiParam({ name: 'algorithm', description: 'Label as it was stored', example: 'hybrid-v1' })
  @ApiRecommendationList(
    'List what one algorithm recommended',
    'Newest first; empty for a label nobody used.',
  )
  byAlgorithm(
    @Param('algorithm') algorithm: string,
    @Query() query: RecommendationsByAlgorithmQuery,
  ): Promise<RecommendationPageDto> {
    return this.service.byAlgorithm(algorithm, query);
  }

  @Get('top-scoring')
  @ApiRecommendationList(
    'List the recommendations of the highest scores',
    'Served or not; the newer of two equals first.',
  )
  topScoring(@Query() query: TopScoringQuery): Promise<RecommendationPageDto> {
    return this.service.topScoring(query);
  }

  @Get('recent')
  @ApiRecommendationList('List the newest recommendations', 'Newest first, of the last `days` days.')
  recent(@Query() query: RecentRecommendationsQuery): Promise<RecommendationPageDto> {
    return this.service.recent(query);
  }

  @Get('user/:user_id/recent')
  @ApiUuidParam('User id', 'user_id')
  @ApiRecommendationList(
    'List the newest recommendations to a user',
    'Newest first, of the last `days` days.',
    'NOT_FOUND',
  )
  recentOfUser(
    @UuidParam('user_id') userId: string,
    @Query() query: RecentUserRecommendationsQuery,
  ): Promise<RecommendationPageDto> {
    return this.service.recentOfUser(userId, query);
  }

  @Get('content/:content_id/recommendations')
  @ApiIdParam('Content id', 'content_id')
  @ApiCallerHeader()
  @ApiRecommendationList('List the recommendations of one regular item', 'Newest first.', 'NOT_FOUND')
  ofContent(
    @IdParam('Content', 'content_id') contentId: number,
    @Query() query: ContentRecommendationsQuery,
    @CallerId() caller?: string,
  ): Promise<RecommendationPageDto> {
    return this.service.ofContent(contentId, query, caller);
  }
}
