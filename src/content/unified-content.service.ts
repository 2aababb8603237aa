import { Injectable } from '@nestjs/common';
import { PreparedStatements } from '../database/prepared-statements.js';
import { TagsService } from '../tags/tags.service.js';
import { type CellFigures, cellsBeside, toCellCounts } from './content-counts.queries.js';
import { readBeside } from './content-rows.queries.js';
import type { ContentFilter } from './content-filter.js';
import { unifiedList } from './content-list.js';
import { ContentService } from './content.service.js';
import { ContentPages } from './lists/content-pages.js';
import {
  toUnifiedStatsDto,
  type UnifiedContentDto,
  type UnifiedContentQuery,
  type UnifiedStatsDto,
} from './unified-content.dto.js';
import { type CellSelection, countSelection, isEmptySelection, toSourceFilter } from './unified-selection.js';

/** Lists regular and generated content as one, seen from one user. */
@Injectable()
export class UnifiedContentService {
  constructor(
    private readonly statements: PreparedStatements,
    private readonly pages: ContentPages,
    private readonly rules: ContentService,
    private readonly tags: TagsService,
  ) {}

  async stats(userId: string | undefined): Promise<UnifiedStatsDto> {
    const figures = await readBeside<CellFigures>(this.statements, cellsBeside(userId));
    return toUnifiedStatsDto(toCellCounts(figures));
  }

  /** `callerId` sees own private items also where others' are hidden. */
  async list(query: UnifiedContentQuery, callerId?: string): Promise<UnifiedContentDto> {
    const selection = query.selection();
    const filter = await this.toFilter(query, selection, callerId);
    const totalOf = isCells(filter)
      ? (figures: CellFigures) => countSelection(selection, toCellCounts(figures))
      : undefined;
    const request = {
      definition: unifiedList,
      filter,
      totalOf,
      isEmpty: isEmptySelection(selection, query.user_id),
      ...((totalOf || query.include_stats) && { extra: cellsBeside(query.user_id) }),
    };
    const { page, extra } = await this.pages.page(request, query.window(), { lenient: true });
    const { items, pagination } = page;
    return {
      items,
      pagination,
      ...(query.include_stats && { stats: toUnifiedStatsDto(toCellCounts(extra)) }),
    };
  }

  private async toFilter(
    query: UnifiedContentQuery,
    selection: CellSelection,
    callerId: string | undefined,
  ): Promise<ContentFilter> {
    const tags = query.tags();
    return {
      ...toSourceFilter(selection, query.user_id),
      searchTerm: query.search_term,
      visibleTo: this.rules.visibility(callerId),
      tags: tags.length > 0 ? { keys: await this.tags.findKeys(tags), match: query.tag_match } : undefined,
    };
  }
}

/** True when the filter says nothing but which cells: their counts are its total. */
function isCells({ searchTerm, visibleTo, tags }: ContentFilter): boolean {
  return searchTerm === undefined && visibleTo === undefined && tags === undefined;
}
