import { Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors, listErrors } from '../common/errors/api-errors.decorator.js';
import { ApiController } from '../common/http/api-controller.decorator.js';
import { ApiCallerHeader, CallerId } from '../common/http/caller.js';
import {
  UnifiedContentDto,
  UnifiedContentQuery,
  UnifiedStatsDto,
  UnifiedStatsQuery,
} from './unified-content.dto.js';
import { UnifiedContentService } from './unified-content.service.js';

/** Regular and generated content in one list, over HTTP. Registered before `content/:id`, which would catch it. */
@ApiController('content', 'content')
export class UnifiedContentController {
  constructor(private readonly service: UnifiedContentService) {}

  @Get('unified')
  @ApiOperation({
    summary: 'List regular and generated content together',
    description:
      'Any of sixteen selections of own and others’ content; a page past the end is empty, not an error.',
  })
  @ApiOkResponse({ type: UnifiedContentDto })
  @ApiCallerHeader()
  @ApiErrors('INVALID_FILTER', ...listErrors.filter((code) => code !== 'PAGE_OUT_OF_RANGE'))
  list(@Query() query: UnifiedContentQuery, @CallerId() caller?: string): Promise<UnifiedContentDto> {
    return this.service.list(query, caller);
  }

  @Get('stats/unified')
  @ApiOperation({ summary: 'Count own and others’ content of both sources' })
  @ApiOkResponse({ type: UnifiedStatsDto })
  @ApiErrors('VALIDATION_ERROR')
  stats(@Query() query: UnifiedStatsQuery): Promise<UnifiedStatsDto> {
    return this.service.stats(query.user_id);
  }
}
