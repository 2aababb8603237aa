import { Body, Delete, Get, HttpCode, Inject, Post, Put, Query, type Type } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, bodyErrors, conditionErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiCallerHeader, CallerId } from '../common/http/caller.js';
import { CommandResultDto, done } from '../common/http/command-result.dto.js';
import { ApiIdParam, IdParam } from '../common/http/id-param.decorators.js';
import { ApiConditions, Conditions, type Precondition } from '../common/http/precondition.js';
import { nounOf, type SourceType } from './content-kind.js';
import { contentListsOf } from './content-list.js';
import { ContentQuery, ContentSearchDto } from './content-query.dto.js';
import {
  ContentDto,
  ContentPageDto,
  CreateContentDto,
  UpdateContentDto,
  UpdateQualityDto,
} from './content.dto.js';
import { ContentService } from './content.service.js';

/**
 * Makes the controller of single pieces of content of one source, with the list and the search of them; extend it
 * under a path. Its `:id` would catch whatever is registered later under the same path.
 */
export function SourceItemsController(sourceType: SourceType): Type {
  const noun = nounOf(sourceType);
  const lists = contentListsOf(sourceType);

  class Items {
    constructor(@Inject(ContentService) private readonly service: ContentService) {}

    @Post()
    @ApiOperation({ summary: `Create ${noun}`, description: 'Unknown tags are created with it.' })
    @ApiCreatedResponse({ type: ContentDto })
    @ApiErrors(...bodyErrors)
    create(@Body() body: CreateContentDto): Promise<ContentDto> {
      return this.service.create(sourceType, body);
    }

    @Get()
    @ApiOperation({
      summary: `List ${noun}`,
      description: 'All filters given must hold; the total counts the same rows.',
    })
    @ApiOkResponse({ type: ContentPageDto })
    @ApiCallerHeader()
    @ApiErrors(...listErrors)
    list(@Query() query: ContentQuery, @CallerId() caller?: string): Promise<ContentPageDto> {
      const search = { ...query.toSearch(), sourceType };
      return this.service.list(search, query.window(lists.all), caller, lists.all);
    }

    @Post('search')
    @HttpCode(200)
    @ApiOperation({ summary: `Search ${noun} by text, tags and metadata` })
    @ApiOkResponse({ type: ContentPageDto })
    @ApiCallerHeader()
    @ApiErrors(...listErrors, ...bodyErrors)
    search(@Body() body: ContentSearchDto, @CallerId() caller?: string): Promise<ContentPageDto> {
      const search = { ...body.toSearch(), sourceType };
      return this.service.list(search, body.window(lists.search), caller, lists.search);
    }

    @Get(':id')
    @ApiOperation({ summary: `Get ${noun}` })
    @ApiIdParam('Content id')
    @ApiOkResponse({ type: ContentDto })
    @ApiCallerHeader()
    @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR')
    get(@IdParam('Content') id: number, @CallerId() caller?: string): Promise<ContentDto> {
      return this.service.get(sourceType, id, caller);
    }

    @Put(':id')
    @ApiOperation({
      summary: `Change ${noun}`,
      description: 'Absent members stay; the prompt never changes.',
    })
    @ApiIdParam('Content id')
    @ApiConditions()
    @ApiOkResponse({ type: ContentDto })
    @ApiErrors('NOT_FOUND', ...conditionErrors, ...bodyErrors)
    update(
      @IdParam('Content') id: number,
      @Body() body: UpdateContentDto,
      @Conditions() precondition?: Precondition,
    ): Promise<ContentDto> {
      return this.service.update(sourceType, id, body, precondition);
    }

    @Put(':id/quality')
    @ApiOperation({ summary: `Set the quality of ${noun}` })
    @ApiIdParam('Content id')
    @ApiConditions()
    @ApiOkResponse({ type: ContentDto })
    @ApiErrors('NOT_FOUND', ...conditionErrors, ...bodyErrors)
    setQuality(
      @IdParam('Content') id: number,
      @Body() body: UpdateQualityDto,
      @Conditions() precondition?: Precondition,
    ): Promise<ContentDto> {
      return this.service.setQuality(sourceType, id, body.quality_score, precondition);
    }

    @Delete(':id')
    @ApiOperation({
      summary: `Delete ${noun}`,
      description:
        'For good. Interactions, recommendations and jobs that point at it stay, with a null content id.',
    })
    @ApiIdParam('Content id')
    @ApiConditions()
    @ApiOkResponse({ type: CommandResultDto })
    @ApiErrors('NOT_FOUND', 'VALIDATION_ERROR', ...conditionErrors)
    async delete(
      @IdParam('Content') id: number,
      @Conditions() precondition?: Precondition,
    ): Promise<CommandResultDto> {
      await this.service.delete(sourceType, id, precondition);
      return done(`Content ${id} deleted successfully`);
    }
  }
  return Items;
}
