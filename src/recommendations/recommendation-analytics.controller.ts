import { Get } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiUuidParam, UuidParam } from '../common/http/id-param.decorators.js';
import {
  AlgorithmTotalsDto,
  GlobalRecommendationAnalyticsDto,
  RecommendationAnalyticsDto,
} from './recommendation-analytics.dto.js';
import { RecommendationAnalyticsService } from './recommendation-analytics.service.js';

/** Figures about recommendations, over HTTP. A second path is the one existing clients call. */
@ApiController('recommendations', 'recommendations')
@ApiExtraModels(AlgorithmTotalsDto)
export class RecommendationAnalyticsController {
  constructor(private readonly service: RecommendationAnalyticsService) {}

  @Get(['analytics/user/:user_id', 'user/:user_id/stats'])
  @ApiOperation({ summary: 'Count what was recommended to a user' })
  @ApiUuidParam('User id', 'user_id')
  @ApiOkResponse({ type: RecommendationAnalyticsDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  ofUser(@UuidParam('user_id') userId: string): Promise<RecommendationAnalyticsDto> {
    return this.service.ofUser(userId);
  }

  @Get(['analytics/global', 'stats/overview'])
  @ApiOperation({
    summary: 'Count what was recommended, and rate what was served',
    description:
      'The rates are of what was served in the last 30 days (the newest 100,000 of it), by source, algorithm and arm of an experiment; what was served a moment ago has had little time to be answered.',
  })
  @ApiOkResponse({ type: GlobalRecommendationAnalyticsDto })
  @ApiErrors()
  global(): Promise<GlobalRecommendationAnalyticsDto> {
    return this.service.global();
  }
}
