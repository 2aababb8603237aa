import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiUuidParam, UuidParam } from '../common/http/id-param.decorators.js';
import { RecommendationPageDto, UserRecommendationsQuery } from './recommendation.dto.js';
import { RecommendationsService } from './recommendations.service.js';

/** What is suggested to one user, over HTTP. */
@ApiController('users/:id/recommendations', 'users')
export class UserRecommendationsController {
  constructor(private readonly service: RecommendationsService) {}

  @Get()
  @ApiOperation({
    summary: 'List the recommendations of a user',
    description: 'Best first unless sorted otherwise.',
  })
  @ApiUuidParam('User id')
  @ApiOkResponse({ type: RecommendationPageDto })
  @ApiErrors('NOT_FOUND', ...listErrors)
  list(@UuidParam() id: string, @Query() query: UserRecommendationsQuery): Promise<RecommendationPageDto> {
    return this.service.listByUser(id, query);
  }
}
