import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiUuidParam, UuidParam } from '../common/http/id-param.decorators.js';
import { RecommendationListsService } from './recommendation-lists.service.js';
import { UnservedRecommendationsQuery, UserRecommendationsQuery } from './recommendation-query.dto.js';
import { RecommendationPageDto } from './recommendation.dto.js';

/** What is suggested to one user, over HTTP. */
@ApiController('', 'users')
export class UserRecommendationsController {
  constructor(private readonly service: RecommendationListsService) {}

  @Get(['users/:id/recommendations', 'recommendations/user/:id/recommendations'])
  @ApiOperation({
    summary: 'List the recommendations of a user',
    description: 'Best first unless sorted otherwise.',
  })
  @ApiUuidParam('User id')
  @ApiOkResponse({ type: RecommendationPageDto })
  @ApiErrors('NOT_FOUND', ...listErrors)
  list(@UuidParam() id: string, @Query() query: UserRecommendationsQuery): Promise<RecommendationPageDto> {
    return this.service.ofUser(id, query);
  }

  @Get('users/:id/recommendations/unserved')
  @ApiOperation({
    summary: 'List what a user has still to be shown',
    description: 'The same as `/recommendations/unserved/{user_id}`.',
  })
  @ApiUuidParam('User id')
  @ApiOkResponse({ type: RecommendationPageDto })
  @ApiErrors('NOT_FOUND', ...listErrors)
  unserved(
    @UuidParam() id: string,
    @Query() query: UnservedRecommendationsQuery,
  ): Promise<RecommendationPageDto> {
    return this.service.unservedOf(id, query);
  }
}
