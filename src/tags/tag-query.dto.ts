import { EnumField, IntField, TextField } from '../common/http/fields.decorators.js';
import type { SortOrder } from '../common/http/list-definition.js';
import { assertSameSorting, type ListWindow, PageQuery, toWindow } from '../common/http/page-query.dto.js';
import { largestInteger } from '../common/largest-integer.js';
import type { SourceType } from '../content/content-kind.js';
import { namedOrders, scannedTagList, tagList, toAskedSorting, toScanOrder } from './tag-list.js';

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
    max: largestInteger,
  })
  min_ratings?: number;

  override window(): ListWindow {
    const asked = this.askedSorting();
    if (this.cursor !== undefined) {
      const window = toWindow(scannedTagList, { ...this, sort_field: undefined, sort_order: undefined });
      assertSameSorting(asked, toAskedSorting(window));
      return window;
    }
    const { defaultSort } = tagList;
    const scan = toScanOrder({
      field: asked.field ?? defaultSort.field,
      order: asked.order ?? defaultSort.order,
    });
    return toWindow(scannedTagList, { ...this, sort_field: scan.field, sort_order: scan.order });
  }

  /** As much of an order as the caller has stated. */
  private askedSorting(): { field: string | undefined; order: SortOrder | undefined } {
    const named = this.sort_field === undefined ? namedOrders.get(this.sort ?? '') : undefined;
    return { field: this.sort_field ?? named?.field, order: this.sort_order ?? named?.order };
  }
}

const term = {
  description: 'Words one of which the name contains, or "a phrase" in quotes; in any letter case',
  maxLength: 1000,
  example: 'oil painting',
};

/** Filters, order and paging of the tag list. */
export class TagQuery extends SortedTagQuery {
  @TextField({ ...term, optional: true, blankIsAbsent: true })
  search?: string;
}

/** The same for the search, whose term is required. */
export class TagSearchQuery extends SortedTagQuery {
  @TextField({ ...term, minLength: 1 })
  q!: string;
}

/** Which popular tags are wanted. */
export class PopularTagsQuery {
  @IntField({ description: 'How many at the most', default: 20, min: 1, max: 100 })
  limit!: number;

  @EnumField<SourceType>({
    description: 'Count this content only: `items` (also `regular`) or `auto`; the sum of both unless sent',
    name: 'tag_content_source',
    values: ['items', 'auto'],
    synonyms: { regular: 'items' },
    optional: true,
  })
  content_source?: SourceType;

  @IntField({
    description: 'Leave out tags of less content',
    default: 1,
    min: 1,
    max: largestInteger,
  })
  min_cardinality!: number;
}

/** How far to walk through the hierarchy. */
export class TagDepthQuery {
  @IntField({ description: 'Steps at the most', default: 10, min: 1, max: 50 })
  max_depth!: number;
}
