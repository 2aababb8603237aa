import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiCurrentUser, OptionalUserId } from '../common/http/caller.js';
import { TagCardinalityService } from './tag-cardinality.service.js';
import { TagNameParam } from './tag-param.decorators.js';
import { PopularTagsQuery, TagQuery, TagSearchQuery } from './tag-query.dto.js';
import { PopularTagDto, TagDetailDto, TagPageDto } from './tag.dto.js';
import { TagsService } from './tags.service.js';

/** Finding tags, over HTTP. */
@ApiController('tags', 'tags')
export class TagsController {
  constructor(
    private readonly service: TagsService,
    private readonly cardinality: TagCardinalityService,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'List tags',
    description: 'By name unless told otherwise. In order of rating, tags without ratings come last.',
  })
  @ApiOkResponse({ type: TagPageDto })
  @ApiErrors(...listErrors)
  list(@Query() query: TagQuery): Promise<TagPageDto> {
    return this.service.list({ search: query.search, minRatings: query.min_ratings }, query.window());
  }

  @Get('search')
  @ApiOperation({ summary: 'Search tags by name', description: 'The tag list with a term.' })
  @ApiOkResponse({ type: TagPageDto })
  @ApiErrors(...listErrors)
  search(@Query() query: TagSearchQuery): Promise<TagPageDto> {
    return this.service.list({ search: query.q, minRatings: query.min_ratings }, query.window());
  }

  @Get('popular')
  @ApiOperation({
    summary: 'List the tags of most content',
    description: 'From statistics renewed once a day; empty before the first time.',
  })
  @ApiOkResponse({ type: [PopularTagDto] })
  @ApiErrors('VALIDATION_ERROR')
  popular(@Query() query: PopularTagsQuery): Promise<PopularTagDto[]> {
    return this.cardinality.listPopular({
      limit: query.limit,
      minCardinality: query.min_cardinality,
      source: query.content_source,
    });
  }

  @Get('by-name/:tag_name')
  @ApiOperation({
    summary: 'Get a tag by name',
    description: 'For tags named like another operation, such as `popular`, this is the only way.',
  })
  @ApiParam({
    name: 'tag_name',
    description: 'Name in any letter case, slug, or id',
    example: 'Oil Painting',
  })
  @ApiCurrentUser()
  @ApiOkResponse({ type: TagDetailDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  getByName(
    @TagNameParam('tag_name') name: string,
    @OptionalUserId() userId?: string,
  ): Promise<TagDetailDto> {
    return this.service.get(name, userId);
  }
}
