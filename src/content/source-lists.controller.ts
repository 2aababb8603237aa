import { applyDecorators, Get, Inject, Query, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiCallerHeader, CallerId } from '../common/http/caller.js';
import { ApiEnumParam, EnumParam } from '../common/http/enum-param.decorators.js';
import { ApiUuidParam, UuidParam } from '../common/http/id-param.decorators.js';
import type { ListQuery } from '../common/http/page-query.dto.js';
import { type ContentType, contentTypes, nounOf, type SourceType } from './content-kind.js';
import { type ContentListName, contentListsOf } from './content-list.js';
import { ContentOverviewDto } from './content-overview.dto.js';
import {
  ContentByCreatorQuery,
  ContentByTypeQuery,
  EnhancedContentQuery,
  PublicContentQuery,
  RecentContentQuery,
  TopRatedContentQuery,
} from './content-query.dto.js';
import { ContentPageDto } from './content.dto.js';
import { type ContentSearch, ContentService } from './content.service.js';

const typeParam = { name: 'content_type', values: contentTypes };

/** Documents a list of content. */
function ApiContentList(summary: string, description: string): MethodDecorator {
  return applyDecorators(
    ApiOperation({ summary, description }),
    ApiOkResponse({ type: ContentPageDto }),
    ApiCallerHeader(),
    ApiErrors(...listErrors),
  );
}

/**
 * Makes the controller of the ready-made lists of content of one source, and of its overview; extend it under a path.
 * A second path is the one existing clients call. Registered before `:id` of the same path, which would catch these.
 */
export function SourceListsController(sourceType: SourceType): Type {
  const noun = nounOf(sourceType);
  const lists = contentListsOf(sourceType);

  class Lists {
    constructor(@Inject(ContentService) private readonly service: ContentService) {}

    @Get('enhanced')
    @ApiContentList(`List ${noun} in pages`, 'All filters given must hold; the total counts the same rows.')
    enhanced(@Query() query: EnhancedContentQuery, @CallerId() caller?: string): Promise<ContentPageDto> {
      return this.page('enhanced', query.toSearch(), query, caller);
    }

    @Get(['by-creator/:creator_id', 'creator/:creator_id'])
    @ApiUuidParam('User id', 'creator_id')
    @ApiContentList(`List the ${noun} of one creator`, 'Newest first; empty for a creator nobody knows.')
    byCreator(
      @UuidParam('creator_id') creatorId: string,
      @Query() query: ContentByCreatorQuery,
      @CallerId() caller?: string,
    ): Promise<ContentPageDto> {
      return this.page('byCreator', { creatorId }, query, caller);
    }

    @Get(['by-type/:content_type', 'type/:content_type'])
    @ApiEnumParam({ ...typeParam, description: 'Kind of content', enumName: 'ContentType' })
    @ApiContentList(`List ${noun} of one kind`, 'Newest first.')
    byType(
      @EnumParam(typeParam) contentType: ContentType,
      @Query() query: ContentByTypeQuery,
      @CallerId() caller?: string,
    ): Promise<ContentPageDto> {
      return this.page('byType', { contentType }, query, caller);
    }

    @Get(['public', 'public/all'])
    @ApiContentList(`List public ${noun}`, 'Newest first.')
    public(@Query() query: PublicContentQuery, @CallerId() caller?: string): Promise<ContentPageDto> {
      return this.page('public', { publicOnly: true }, query, caller);
    }

    @Get(['top-rated', 'top-rated/all'])
    @ApiContentList(
      `List the best ${noun}`,
      'Highest quality first, the newer of two equals first; without what has no quality at all.',
    )
    topRated(@Query() query: TopRatedContentQuery, @CallerId() caller?: string): Promise<ContentPageDto> {
      return this.page('topRated', { ratedOnly: true }, query, caller);
    }

    @Get(['recent', 'recent/all'])
    @ApiContentList(`List the newest ${noun}`, 'Newest first, of the last `days` days.')
    recent(@Query() query: RecentContentQuery, @CallerId() caller?: string): Promise<ContentPageDto> {
      return this.page('recent', { days: query.days }, query, caller);
    }

    @Get('stats/overview')
    @ApiOperation({ summary: `Count ${noun} by kind and privacy` })
    @ApiOkResponse({ type: ContentOverviewDto })
    @ApiErrors()
    overview(): Promise<ContentOverviewDto> {
      return this.service.overview(sourceType);
    }

    private page(
      list: ContentListName,
      search: ContentSearch,
      query: ListQuery,
      caller: string | undefined,
    ): Promise<ContentPageDto> {
      const definition = lists[list];
      return this.service.list({ ...search, sourceType }, query.window(definition), caller, definition);
    }
  }
  return Lists;
}
