import { Body, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, bodyErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiCallerHeader, ApiCurrentUser, CallerId, CurrentUserId } from '../common/http/caller.js';
import { CommandResultDto, done } from '../common/http/command-result.dto.js';
import { UuidParam } from '../common/http/id-param.decorators.js';
import { ApiTagIdParam } from './tag-param.decorators.js';
import {
  RateTagInput,
  RatingsByTagDto,
  RatingValueDto,
  TagRatingDto,
  TagRatingsQuery,
  toGivenRating,
} from './tag-rating.dto.js';
import { TagRatingsService } from './tag-ratings.service.js';

/** What users think of tags, over HTTP. */
@ApiController('tags', 'tags')
export class TagRatingsController {
  constructor(private readonly service: TagRatingsService) {}

  @Get('ratings')
  @ApiOperation({ summary: 'Get a user’s ratings of several tags' })
  @ApiCurrentUser()
  @ApiOkResponse({ type: RatingsByTagDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  getMany(@Query() query: TagRatingsQuery, @CurrentUserId() userId: string): Promise<RatingsByTagDto> {
    return this.service.getMany(query.tag_ids, userId);
  }

  @Post(':tag_id/rate')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Rate a tag',
    description: 'In place of what the user gave it before. The query wins over the body.',
  })
  @ApiTagIdParam()
  @ApiBody({ type: RateTagInput, required: false })
  @ApiCallerHeader()
  @ApiOkResponse({ type: TagRatingDto })
  @ApiErrors('NOT_FOUND', ...bodyErrors)
  rate(
    @UuidParam('tag_id') tagId: string,
    @Query() query: RateTagInput,
    @Body() body: RateTagInput,
    @CallerId() callerId?: string,
  ): Promise<TagRatingDto> {
    return this.service.rate(tagId, toGivenRating(query, body, callerId));
  }

  @Delete(':tag_id/rate')
  @ApiOperation({ summary: 'Take a rating back' })
  @ApiTagIdParam()
  @ApiCurrentUser()
  @ApiOkResponse({ type: CommandResultDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  async delete(
    @UuidParam('tag_id') tagId: string,
    @CurrentUserId() userId: string,
  ): Promise<CommandResultDto> {
    await this.service.delete(tagId, userId);
    return done('Rating deleted successfully');
  }

  @Get(':tag_id/rating')
  @ApiOperation({ summary: 'Get a user’s rating of a tag', description: 'Null where there is none.' })
  @ApiTagIdParam()
  @ApiCurrentUser()
  @ApiOkResponse({ type: RatingValueDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  get(@UuidParam('tag_id') tagId: string, @CurrentUserId() userId: string): Promise<RatingValueDto> {
    return this.service.get(tagId, userId);
  }
}
