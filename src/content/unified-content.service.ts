import { Injectable } from '@nestjs/common';
import type { Page } from '../common/http/page-of.dto.js';
import { TagsService } from '../tags/tags.service.js';
import { type CellCounts, countCells } from './content-counts.queries.js';
import { contentConditions, type ContentFilter } from './content-filter.js';
import { unifiedList } from './content-list.js';
import type { ContentDto } from './content.dto.js';
import { ContentRepository } from './content.repository.js';
import { ContentService } from './content.service.js';
import {
  toUnifiedStatsDto,
  type UnifiedContentDto,
  type UnifiedContentQuery,
  type UnifiedStatsDto,
} from './unified-content.dto.js';
import { cellConditions, type CellSelection, countSelection, isEmptySelection } from './unified-selection.js';

/** Lists regular and generated content as one, seen from one user. */
@Injectable()
export class UnifiedContentService {
  constructor(
    private readonly content: ContentRepository,
    private readonly rules: ContentService,
    private readonly tags: TagsService,
  ) {}

  async stats(userId: string | undefined): Promise<UnifiedStatsDto> {
    return toUnifiedStatsDto(await countCells(this.content.manager, userId));
  }

  /** `callerId` sees own private items also where others' are hidden. */
  async list(query: UnifiedContentQuery, callerId?: string): Promise<UnifiedContentDto> {
    const selection = query.selection();
    const filter = await this.toFilter(query, callerId);
    const counts = await countCells(this.content.manager, query.user_id);
    const { items, pagination } = await this.page(query, selection, filter, counts);
    return { items, pagination, ...(query.include_stats && { stats: toUnifiedStatsDto(counts) }) };
  }

  private async toFilter(query: UnifiedContentQuery, callerId: string | undefined): Promise<ContentFilter> {
    const tags = query.tags();
    return {
      searchTerm: query.search_term,
      visibleTo: this.rules.visibility(callerId),
      tags: tags.length > 0 ? { keys: await this.tags.findKeys(tags), match: query.tag_match } : undefined,
    };
  }

  private page(
    query: UnifiedContentQuery,
    selection: CellSelection,
    filter: ContentFilter,
    counts: CellCounts,
  ): Promise<Page<ContentDto>> {
    const isUnfiltered = Object.values(filter).every((value) => value === undefined);
    const isEmpty = isEmptySelection(selection, query.user_id);
    const where = [...cellConditions(selection, query.user_id), ...contentConditions(filter)];
    const counted = (isUnfiltered || isEmpty) && {
      count: () => Promise.resolve(isEmpty ? 0 : countSelection(selection, counts)),
    };
    return this.content.list({ definition: unifiedList, where, ...counted }, query.window(), {
      lenient: true,
    });
  }
}
