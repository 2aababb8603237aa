import { EnumField, IntField, TextField } from '../common/http/fields.decorators.js';
import { type ListWindow, PageQuery, toWindow } from '../common/http/page-query.dto.js';
import type { TagCardinalityStat } from './tag-cardinality-stat.entity.js';
import { namedOrders, scannedTagList, tagList, toScanOrder } from './tag-list.js';

const largestCount = 2_147_483_647;

/** Order and paging of tags. */
class SortedTagQuery extends PageQuery(tagList) {
  @EnumField({
    description: 'An order by name; any other word means `name-asc`. `sort_field` wins over it.',
    name: 'tag_sort',
    values: [...namedOrders.keys()],
    otherwise: 'name-asc',
    optional: true,
  })
  sort?: string;

  @IntField({
    description: 'Only tags rated by at least as many users',
    optional: true,
    min: 1,
    max: largestCount,
  })
  min_ratings?: number;

  override window(): ListWindow {
    const { sort_field, sort_order } = this;
    const named = sort_field === undefined ? namedOrders.get(this.sort ?? '') : undefined;
    const field = sort_field ?? named?.field;
    const order = sort_order ?? named?.order;
    if (field === undefined) return toWindow(scannedTagList, this);
    const scan = toScanOrder({ field, order: order ?? tagList.defaultSort.order });
    return toWindow(scannedTagList, { ...this, sort_field: scan.field, sort_order: scan.order });
  }
}

/** Filters, order and paging of the tag list. */
export class TagQuery extends SortedTagQuery {
  @TextField({
    description: 'Words one of which the name contains, or "a phrase" in quotes; in any letter case',
    optional: true,
    blankIsAbsent: true,
    maxLength: 1000,
    example: 'oil painting',
  })
  search?: string;
}

/** The same for the search, whose term is required. */
export class TagSearchQuery extends SortedTagQuery {
  @TextField({
    description: 'Words one of which the name contains, or "a phrase" in quotes; in any letter case',
    minLength: 1,
    maxLength: 1000,
    example: 'oil painting',
  })
  q!: string;
}

/** Which popular tags are wanted. */
export class PopularTagsQuery {
  @IntField({ description: 'How many at the most', default: 20, min: 1, max: 100 })
  limit!: number;

  @EnumField<TagCardinalityStat['contentSource']>({
    description: 'Count this content only: `items` (also `regular`) or `auto`; the sum of both unless sent',
    name: 'tag_content_source',
    values: ['items', 'auto'],
    synonyms: { regular: 'items' },
    optional: true,
  })
  content_source?: TagCardinalityStat['contentSource'];

  @IntField({
    description: 'Leave out tags of less content',
    default: 1,
    min: 1,
    max: largestCount,
  })
  min_cardinality!: number;
}

/** How far to walk through the hierarchy. */
export class TagDepthQuery {
  @IntField({ description: 'Steps at the most', default: 10, min: 1, max: 50 })
  max_depth!: number;
}
