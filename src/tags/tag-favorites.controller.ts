import { Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiCurrentUser, CurrentUserId } from '../common/http/caller.js';
import { CommandResultDto, done } from '../common/http/command-result.dto.js';
import { ApiUuidParam, UuidParam } from '../common/http/id-param.decorators.js';
import { ApiTagIdParam } from './tag-param.decorators.js';
import { TagFavoritesService } from './tag-favorites.service.js';
import { TagSummaryDto } from './tag.dto.js';

/** The tags a user marked, over HTTP. */
@ApiController('tags', 'tags')
export class TagFavoritesController {
  constructor(private readonly service: TagFavoritesService) {}

  @Get('favorites')
  @ApiOperation({ summary: 'List the tags a user marked', description: 'In the order of marking.' })
  @ApiCurrentUser()
  @ApiOkResponse({ type: [TagSummaryDto] })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  list(@CurrentUserId() userId: string): Promise<TagSummaryDto[]> {
    return this.service.list(userId);
  }

  @Get('favorites/:user_id')
  @ApiOperation({ summary: 'List the tags a user marked', deprecated: true })
  @ApiUuidParam('User id', 'user_id')
  @ApiOkResponse({ type: [TagSummaryDto] })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  listOf(@UuidParam('user_id') userId: string): Promise<TagSummaryDto[]> {
    return this.service.list(userId);
  }

  @Post(':tag_id/favorite')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mark a tag', description: 'Doing it twice is fine.' })
  @ApiTagIdParam()
  @ApiCurrentUser()
  @ApiOkResponse({ type: CommandResultDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  async add(@UuidParam('tag_id') tagId: string, @CurrentUserId() userId: string): Promise<CommandResultDto> {
    await this.service.add(tagId, userId);
    return done('Tag added to favorites');
  }

  @Delete(':tag_id/favorite')
  @ApiOperation({ summary: 'Take the mark off a tag', description: 'Fine too where there is none.' })
  @ApiTagIdParam()
  @ApiCurrentUser()
  @ApiOkResponse({ type: CommandResultDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  async remove(
    @UuidParam('tag_id') tagId: string,
    @CurrentUserId() userId: string,
  ): Promise<CommandResultDto> {
    await this.service.remove(tagId, userId);
    return done('Tag removed from favorites');
  }
}
