import { Body, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, bodyErrors, conditionErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { CommandResultDto, done } from '../common/http/command-result.dto.js';
import { ApiCallerHeader, CallerId } from '../common/http/caller.js';
import { ApiIdParam, IdParam } from '../common/http/id-param.decorators.js';
import { ApiConditions, Conditions, type Precondition } from '../common/http/precondition.js';
import { CreateRecommendationsDto, MarkedAsServedDto, MarkServedDto } from './recommendation-batch.dto.js';
import { RecommendationListsService } from './recommendation-lists.service.js';
import { RecommendationsQuery } from './recommendation-query.dto.js';
import {
  CreateRecommendationDto,
  FeedbackDto,
  RecommendationDto,
  RecommendationPageDto,
  UpdateRecommendationDto,
} from './recommendation.dto.js';
import { RecommendationsService } from './recommendations.service.js';

/** Recommendations over HTTP. Registered last under its path: `:id` would catch what came later. */
@ApiController('recommendations', 'recommendations')
export class RecommendationsController {
  constructor(
    private readonly service: RecommendationsService,
    private readonly lists: RecommendationListsService,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Store a recommendation', description: 'Of regular content to an active user.' })
  @ApiCreatedResponse({ type: RecommendationDto })
  @ApiErrors('NOT_FOUND', ...bodyErrors)
  create(@Body() body: CreateRecommendationDto): Promise<RecommendationDto> {
    return this.service.create(body);
  }

  @Post('bulk')
  @ApiOperation({
    summary: 'Store recommendations together',
    description: 'All or none; answered in the order sent. A refusal names the first entry that is wrong.',
  })
  @ApiCreatedResponse({ type: RecommendationPageDto })
  @ApiErrors(...bodyErrors)
  createMany(@Body() body: CreateRecommendationsDto): Promise<RecommendationPageDto> {
    return this.service.createMany(body.recommendations);
  }

  @Post('served')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Mark recommendations as served',
    description:
      'All or none. The first time counts: sent again, it changes nothing. What was served is not recommended again for a while.',
  })
  @ApiOkResponse({ type: MarkedAsServedDto })
  @ApiErrors('NOT_FOUND', ...bodyErrors)
  markServed(@Body() body: MarkServedDto): Promise<MarkedAsServedDto> {
    return this.service.markServed(body.recommendation_ids);
  }

  @Get()
  @ApiOperation({
    summary: 'List recommendations',
    description: 'Newest first. All filters given must hold; the total counts the same rows.',
  })
  @ApiCallerHeader()
  @ApiOkResponse({ type: RecommendationPageDto })
  @ApiErrors(...listErrors)
  list(@Query() query: RecommendationsQuery, @CallerId() caller?: string): Promise<RecommendationPageDto> {
    return this.lists.all(query, caller);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Get a recommendation' })
  @ApiIdParam('Recommendation id')
  @ApiOkResponse({ type: RecommendationDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  get(@IdParam('Recommendation') id: number): Promise<RecommendationDto> {
    return this.service.get(id);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Change a recommendation', description: 'Absent members stay.' })
  @ApiIdParam('Recommendation id')
  @ApiConditions()
  @ApiOkResponse({ type: RecommendationDto })
  @ApiErrors('NOT_FOUND', ...conditionErrors, ...bodyErrors)
  update(
    @IdParam('Recommendation') id: number,
    @Body() body: UpdateRecommendationDto,
    @Conditions() precondition?: Precondition,
  ): Promise<RecommendationDto> {
    return this.service.update(id, body, precondition);
  }

  @Put(':id/feedback')
  @ApiOperation({
    summary: 'Record what the user says of a recommendation',
    description:
      'In place of earlier feedback, as `feedback` of the metadata, whose other members stay. Marks it as served.',
  })
  @ApiIdParam('Recommendation id')
  @ApiConditions()
  @ApiOkResponse({ type: RecommendationDto })
  @ApiErrors('NOT_FOUND', ...conditionErrors, ...bodyErrors)
  recordFeedback(
    @IdParam('Recommendation') id: number,
    @Body() body: FeedbackDto,
    @Conditions() precondition?: Precondition,
  ): Promise<RecommendationDto> {
    return this.service.recordFeedback(id, body, precondition);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Delete a recommendation', description: 'For good.' })
  @ApiIdParam('Recommendation id')
  @ApiConditions()
  @ApiOkResponse({ type: CommandResultDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR', ...conditionErrors)
  async delete(
    @IdParam('Recommendation') id: number,
    @Conditions() precondition?: Precondition,
  ): Promise<CommandResultDto> {
    await this.service.delete(id, precondition);
    return done(`Recommendation ${id} deleted successfully`);
  }
}
