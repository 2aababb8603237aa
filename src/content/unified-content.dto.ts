import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Field } from '../common/http/field.decorator.js';
import { BoolField, TextField, TextListField, UuidField } from '../common/http/fields.decorators.js';
import { PaginationDto } from '../common/http/page-of.dto.js';
import { PageQuery } from '../common/http/page-query.dto.js';
import type { TagMatch } from './content-filter.js';
import { unifiedList } from './content-list.js';
import { ContentDto } from './content.dto.js';
import { TagFilterField, TagMatchField } from './content.fields.js';
import { SearchTermField } from './search-term.js';
import {
  cellNames,
  type CellSelection,
  creatorFilters,
  parseCells,
  parseLegacy,
} from './unified-selection.js';
import type { CellCounts } from './content-counts.queries.js';

/** How much content there is, own and others'; never affected by filters. */
export class UnifiedStatsDto {
  @ApiProperty({ type: 'integer', description: 'Regular items of the user', example: 25 })
  user_regular_count!: number;

  @ApiProperty({ type: 'integer', description: 'Generated items of the user', example: 30 })
  user_auto_count!: number;

  @ApiProperty({ type: 'integer', description: 'Regular items of everybody else', example: 45 })
  community_regular_count!: number;

  @ApiProperty({ type: 'integer', description: 'Generated items of everybody else', example: 50 })
  community_auto_count!: number;
}

export function toUnifiedStatsDto({ own, others }: CellCounts): UnifiedStatsDto {
  return {
    user_regular_count: own.items,
    user_auto_count: own.auto,
    community_regular_count: others.items,
    community_auto_count: others.auto,
  };
}

/** A page over both sources of content. */
export class UnifiedContentDto {
  @ApiProperty({ type: [ContentDto] })
  items!: ContentDto[];

  @ApiProperty({ type: PaginationDto })
  pagination!: PaginationDto;

  @ApiPropertyOptional({ type: UnifiedStatsDto, description: 'Absent when `include_stats=false`' })
  stats?: UnifiedStatsDto;
}

/** Whose point of view the statistics take. */
export class UnifiedStatsQuery {
  @UuidField({ description: 'Whose content counts as the user’s own', optional: true })
  user_id?: string;
}

/** Filters and paging of the unified list (contract §4.1). */
export class UnifiedContentQuery extends PageQuery(unifiedList) {
  @TextListField({
    description:
      'Cells wanted; repeat the parameter. An explicit empty value selects nothing. Wins over the legacy pair.',
    optional: true,
    query: true,
    item: (raw) => ({ value: raw }), // selection() refuses unknown names in the contract's own words
    itemEnum: cellNames,
    example: ['user-regular', 'community-auto'],
  })
  content_source_types?: string[];

  @TextField({
    description: 'Legacy: `regular`, `auto` or both, comma-separated; empty selects nothing',
    optional: true,
    code: 'INVALID_FILTER',
  })
  content_types?: string;

  // Like the cells: selection() refuses unknown words, unless the cells win over them.
  @Field(
    (raw) => ({ value: String(raw) }),
    { enum: [...creatorFilters] },
    { description: 'Legacy: whose content', default: 'all' },
  )
  creator_filter!: string;

  @UuidField({ description: 'Whose content counts as the user’s own', optional: true })
  user_id?: string;

  @SearchTermField()
  search_term?: string;

  @TagFilterField()
  tag?: string[];

  @TagFilterField('The same as `tag`; both are heard')
  tag_names?: string[];

  @TagMatchField({
    default: 'any',
    code: 'INVALID_FILTER',
    says: (raw) => `Invalid tag_match: ${raw}. Allowed: any, all`,
  })
  tag_match!: TagMatch;

  @BoolField({ description: 'Answer `stats` too', default: true })
  include_stats!: boolean;

  /** @throws DomainError INVALID_FILTER for a cell, source or creator that does not exist */
  selection(): CellSelection {
    if (this.content_source_types) return parseCells(this.content_source_types);
    return parseLegacy(this.content_types, this.creator_filter);
  }

  tags(): string[] {
    return [...new Set([...(this.tag ?? []), ...(this.tag_names ?? [])])];
  }
}
