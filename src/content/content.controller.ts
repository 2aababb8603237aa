import { Body, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, bodyErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiCallerHeader, CallerId } from '../common/http/caller.js';
import { CommandResultDto, done } from '../common/http/command-result.dto.js';
import { ApiIdParam, IdParam } from '../common/http/id-param.decorators.js';
import { ContentQuery, ContentSearchDto } from './content-query.dto.js';
import {
  ContentDto,
  ContentPageDto,
  CreateContentDto,
  UpdateContentDto,
  UpdateQualityDto,
} from './content.dto.js';
import { ContentService } from './content.service.js';

/** Content made by people, over HTTP. */
@ApiController('content', 'content')
export class ContentController {
  constructor(private readonly service: ContentService) {}

  @Post()
  @ApiOperation({ summary: 'Create content', description: 'Unknown tags are created with it.' })
  @ApiCreatedResponse({ type: ContentDto })
  @ApiErrors(...bodyErrors)
  create(@Body() body: CreateContentDto): Promise<ContentDto> {
    return this.service.create('items', body);
  }

  @Get()
  @ApiOperation({
    summary: 'List content',
    description: 'All filters given must hold; the total counts the same rows.',
  })
  @ApiOkResponse({ type: ContentPageDto })
  @ApiCallerHeader()
  @ApiErrors(...listErrors)
  list(@Query() query: ContentQuery, @CallerId() caller?: string): Promise<ContentPageDto> {
    return this.service.list({ ...query.toSearch(), sourceType: 'items' }, query.window(), caller);
  }

  @Post('search')
  @HttpCode(200)
  @ApiOperation({ summary: 'Search content by text, tags and metadata' })
  @ApiOkResponse({ type: ContentPageDto })
  @ApiCallerHeader()
  @ApiErrors(...listErrors, ...bodyErrors)
  search(@Body() body: ContentSearchDto, @CallerId() caller?: string): Promise<ContentPageDto> {
    return this.service.list(body.toSearch(), body.window(), caller);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Get content' })
  @ApiIdParam('Content id')
  @ApiOkResponse({ type: ContentDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  get(@IdParam('Content') id: number): Promise<ContentDto> {
    return this.service.get('items', id);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Change content', description: 'Absent members stay; the prompt never changes.' })
  @ApiIdParam('Content id')
  @ApiOkResponse({ type: ContentDto })
  @ApiErrors('NOT_FOUND', ...bodyErrors)
  update(@IdParam('Content') id: number, @Body() body: UpdateContentDto): Promise<ContentDto> {
    return this.service.update('items', id, body);
  }

  @Put(':id/quality')
  @ApiOperation({ summary: 'Judge the quality of content' })
  @ApiIdParam('Content id')
  @ApiOkResponse({ type: ContentDto })
  @ApiErrors('NOT_FOUND', ...bodyErrors)
  judge(@IdParam('Content') id: number, @Body() body: UpdateQualityDto): Promise<ContentDto> {
    return this.service.judge('items', id, body.quality_score);
  }

  @Delete(':id')
  @ApiOperation({
    summary: 'Delete content',
    description:
      'For good. Interactions, recommendations and jobs that point at it stay, with a null content id.',
  })
  @ApiIdParam('Content id')
  @ApiOkResponse({ type: CommandResultDto })
  @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
  async delete(@IdParam('Content') id: number): Promise<CommandResultDto> {
    await this.service.delete('items', id);
    return done(`Content ${id} deleted successfully`);
  }
}
