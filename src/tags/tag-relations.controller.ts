import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiCurrentUser, OptionalUserId } from '../common/http/caller.js';
import { UuidParam } from '../common/http/id-param.decorators.js';
import { ApiTagIdParam, TagNameParam } from './tag-param.decorators.js';
import { TagDepthQuery } from './tag-query.dto.js';
import { TagRelationsService } from './tag-relations.service.js';
import { TagDetailDto, TagRelationDto, TagSummaryDto } from './tag.dto.js';
import { TagsService } from './tags.service.js';

/** One tag and what stands above and below it, over HTTP. */
@ApiController('tags', 'tags')
export class TagRelationsController {
  constructor(
    private readonly tags: TagsService,
    private readonly service: TagRelationsService,
  ) {}

  @Get(':tag_id')
  @ApiOperation({ summary: 'Get a tag' })
  @ApiParam({ name: 'tag_id', description: 'Id, name in any letter case, or slug', example: 'oil_painting' })
  @ApiCurrentUser()
  @ApiOkResponse({ type: TagDetailDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  get(@TagNameParam('tag_id') identifier: string, @OptionalUserId() userId?: string): Promise<TagDetailDto> {
    return this.tags.get(identifier, userId);
  }

  @Get(':tag_id/parents')
  @ApiOperation({ summary: 'List the parents of a tag', description: 'By name.' })
  @ApiTagIdParam()
  @ApiOkResponse({ type: [TagSummaryDto] })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  parents(@UuidParam('tag_id') tagId: string): Promise<TagSummaryDto[]> {
    return this.service.listDirect(tagId, 'up');
  }

  @Get(':tag_id/children')
  @ApiOperation({ summary: 'List the children of a tag', description: 'By name.' })
  @ApiTagIdParam()
  @ApiOkResponse({ type: [TagSummaryDto] })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  children(@UuidParam('tag_id') tagId: string): Promise<TagSummaryDto[]> {
    return this.service.listDirect(tagId, 'down');
  }

  @Get(':tag_id/ancestors')
  @ApiOperation({
    summary: 'List the tags above a tag',
    description: 'Each once, by the shortest way; nearest first, then by name.',
  })
  @ApiTagIdParam()
  @ApiOkResponse({ type: [TagRelationDto] })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  ancestors(@UuidParam('tag_id') tagId: string, @Query() query: TagDepthQuery): Promise<TagRelationDto[]> {
    return this.service.list(tagId, 'up', query.max_depth);
  }

  @Get(':tag_id/descendants')
  @ApiOperation({
    summary: 'List the tags below a tag',
    description: 'Each once, by the shortest way; nearest first, then by name.',
  })
  @ApiTagIdParam()
  @ApiOkResponse({ type: [TagRelationDto] })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  descendants(@UuidParam('tag_id') tagId: string, @Query() query: TagDepthQuery): Promise<TagRelationDto[]> {
    return this.service.list(tagId, 'down', query.max_depth);
  }
}
