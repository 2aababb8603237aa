import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, type ErrorTexts } from '../../common/errors/api-errors.decorator.js';
import { ApiController } from '../../common/http/api-controller.decorator.js';
import { ApiUuidParam, UuidParam } from '../../common/http/id-param.decorators.js';
import { GenerationAnalyticsService } from './generation-analytics.service.js';
import { FailuresDto, FailuresQuery } from './generation-failures.dto.js';
import {
  OverviewDto,
  OverviewQuery,
  PeakHoursDto,
  PeakHoursQuery,
  TrendsDto,
  TrendsQuery,
} from './generation-hours.dto.js';
import { ModelsDto, ModelsQuery } from './model-generations.dto.js';
import { UserGenerationsDto, UserGenerationsQuery } from './user-generations.dto.js';

const tooManyDays: ErrorTexts = { VALIDATION_ERROR: 'days must be at most 90' };

/** Analytics of generations over HTTP. */
@ApiController('analytics/generation', 'analytics')
export class GenerationAnalyticsController {
  constructor(private readonly analytics: GenerationAnalyticsService) {}

  @Get('overview')
  @ApiOperation({
    summary: 'Sum up the generations of the last days',
    description:
      'From the hours that are complete. Percentiles over several hours are within 1 % of exact. Without any data every figure is 0.',
  })
  @ApiOkResponse({ type: OverviewDto })
  @ApiErrors(tooManyDays)
  overview(@Query() { days }: OverviewQuery): Promise<OverviewDto> {
    return this.analytics.overview(days);
  }

  @Get('trends')
  @ApiOperation({
    summary: 'Show generations by hour or by day',
    description:
      'Hours as they are, from so many days ago; or so many whole UTC days, the running one included, whose percentiles are within 1 % of exact.',
  })
  @ApiOkResponse({ type: TrendsDto })
  @ApiErrors({ VALIDATION_ERROR: 'interval must be one of hourly, daily' })
  trends(@Query() query: TrendsQuery): Promise<TrendsDto> {
    return this.analytics.trends(query);
  }

  @Get('users/:user_id')
  @ApiOperation({
    summary: "Sum up one user's generations",
    description:
      'From the events themselves, which outlive users: an unknown user has none, and every figure is 0.',
  })
  @ApiUuidParam('Id of the user', 'user_id')
  @ApiOkResponse({ type: UserGenerationsDto })
  @ApiErrors({ VALIDATION_ERROR: 'user_id must be a UUID' })
  user(
    @UuidParam('user_id') userId: string,
    @Query() { days }: UserGenerationsQuery,
  ): Promise<UserGenerationsDto> {
    return this.analytics.user(userId, days);
  }

  @Get('models')
  @ApiOperation({
    summary: 'Compare the models',
    description: 'From the generations that completed or failed and named a model.',
  })
  @ApiOkResponse({ type: ModelsDto })
  @ApiErrors(tooManyDays)
  models(@Query() { days }: ModelsQuery): Promise<ModelsDto> {
    return this.analytics.models(days);
  }

  @Get('failures')
  @ApiOperation({
    summary: 'Show why and when generations failed',
    description: 'From the events themselves.',
  })
  @ApiOkResponse({ type: FailuresDto })
  @ApiErrors(tooManyDays)
  failures(@Query() { days }: FailuresQuery): Promise<FailuresDto> {
    return this.analytics.failures(days);
  }

  @Get('peak-hours')
  @ApiOperation({
    summary: 'Show at which hours of the day most is asked for',
    description: 'Means over the hours anything happened in, by UTC hour of the day.',
  })
  @ApiOkResponse({ type: PeakHoursDto })
  @ApiErrors({ VALIDATION_ERROR: 'days must be at least 7' })
  peakHours(@Query() { days }: PeakHoursQuery): Promise<PeakHoursDto> {
    return this.analytics.peakHours(days);
  }
}
