import { Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { ApiErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { CommandResultDto, done } from '../common/http/command-result.dto.js';
import { sendPrepared } from '../common/http/prepared-json.js';
import { TagHierarchyDto, TagHierarchyQuery, TagStatisticsDto } from './tag-hierarchy.dto.js';
import { TagHierarchyService } from './tag-hierarchy.service.js';
import { TagSummaryDto } from './tag.dto.js';

/** The hierarchy of tags as a whole, over HTTP. */
@ApiController('tags', 'tags')
export class TagHierarchyController {
  constructor(private readonly service: TagHierarchyService) {}

  @Get('hierarchy')
  @ApiOperation({ summary: 'Get all tags with their parents', description: 'A flat list, ready made.' })
  @ApiOkResponse({ type: TagHierarchyDto })
  @ApiErrors('VALIDATION_ERROR')
  async get(@Query() query: TagHierarchyQuery, @Res() response: Response): Promise<void> {
    sendPrepared(response, await this.service.get(query.include_ratings));
  }

  @Post('hierarchy/refresh')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Build the cached hierarchy anew',
    description: 'Needed only after changes made past this API; its own show at once.',
  })
  @ApiOkResponse({ type: CommandResultDto })
  @ApiErrors()
  async refresh(): Promise<CommandResultDto> {
    await this.service.refresh();
    return done('Tag hierarchy refreshed');
  }

  @Get('statistics')
  @ApiOperation({ summary: 'Count tags, links and roots' })
  @ApiOkResponse({ type: TagStatisticsDto })
  @ApiErrors()
  statistics(): Promise<TagStatisticsDto> {
    return this.service.statistics();
  }

  @Get('roots')
  @ApiOperation({ summary: 'List the tags without a parent', description: 'By name.' })
  @ApiOkResponse({ type: [TagSummaryDto] })
  @ApiErrors()
  roots(): Promise<TagSummaryDto[]> {
    return this.service.roots();
  }
}
