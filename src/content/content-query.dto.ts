import {
  BoolField,
  EnumField,
  IntField,
  type JsonObject,
  JsonObjectField,
  NumberField,
  TextListField,
} from '../common/http/fields.decorators.js';
import type { ListDefinition, SortOrder } from '../common/http/list-definition.js';
import { type ListQuery, type ListWindow, PageQuery, toWindow } from '../common/http/page-query.dto.js';
import { readTagName } from '../tags/tag-name.js';
import type { TagMatch } from './content-filter.js';
import type { ContentType } from './content-kind.js';
import { contentLists } from './content-list.js';
import { ContentTypeField, CreatorFilterField, TagFilterField, TagMatchField } from './content.fields.js';
import { SearchTermField } from './search-term.js';
import type { ContentSearch } from './content.service.js';

interface FilteredListQuery extends ListQuery {
  search_term?: string;
  toSearch(): ContentSearch;
}

/** Makes the query of a list that can be narrowed by everything a query string can say. */
function FilteredQuery<Field extends string>(list: ListDefinition<Field>): new () => FilteredListQuery {
  class FilteredQueryDto extends PageQuery(list) implements FilteredListQuery {
    @ContentTypeField({ optional: true })
    content_type?: ContentType;

    @CreatorFilterField()
    creator_id?: string;

    @BoolField({ description: 'Leave out private items', default: false })
    public_only!: boolean;

    @SearchTermField()
    search_term?: string;

    @NumberField({ description: 'Least quality score', optional: true, min: 0, max: 1 })
    min_quality_score?: number;

    @TagFilterField()
    tag?: string[];

    @TagMatchField({ default: 'any' })
    tag_match!: TagMatch;

    toSearch(): ContentSearch {
      return {
        contentType: this.content_type,
        creatorId: this.creator_id,
        publicOnly: this.public_only || undefined,
        searchTerm: this.search_term,
        minQualityScore: this.min_quality_score,
        ...(this.tag && { tags: this.tag, tagMatch: this.tag_match }),
      };
    }
  }
  return FilteredQueryDto;
}

type NamedSort = 'recent' | 'top-rated';

const namedSorts: Record<NamedSort, { field: string; order: SortOrder }> = {
  recent: { field: 'created_at', order: 'desc' },
  'top-rated': { field: 'quality_score', order: 'desc' },
};

/** Filters and paging of the content list, with what existing front ends call them. */
export class ContentQuery extends FilteredQuery(contentLists.all) {
  @SearchTermField('The same as `search_term`, heard where that is absent')
  search?: string;

  @EnumField<NamedSort>({
    description: 'An order by name: newest first, or best first. `sort_field` wins over it.',
    name: 'content_sort',
    values: ['recent', 'top-rated'],
    optional: true,
    code: 'INVALID_SORT_FIELD',
  })
  sort?: NamedSort;

  override toSearch(): ContentSearch {
    return { ...super.toSearch(), searchTerm: this.search_term ?? this.search };
  }

  override window(list: ListDefinition = contentLists.all): ListWindow {
    if (this.sort === undefined || this.sort_field !== undefined) return toWindow(list, this);
    const { field, order } = namedSorts[this.sort];
    return toWindow(list, { ...this, sort_field: field, sort_order: this.sort_order ?? order });
  }
}

/** Filters and paging of the enhanced list. */
export class EnhancedContentQuery extends FilteredQuery(contentLists.enhanced) {}

/** Paging of one creator's content. */
export class ContentByCreatorQuery extends PageQuery(contentLists.byCreator) {}

/** Paging of one kind of content. */
export class ContentByTypeQuery extends PageQuery(contentLists.byType) {}

/** Paging of public content. */
export class PublicContentQuery extends PageQuery(contentLists.public) {}

/** Paging of the best content. */
export class TopRatedContentQuery extends PageQuery(contentLists.topRated) {}

/** Paging of the newest content, and how old that may be. */
export class RecentContentQuery extends PageQuery(contentLists.recent) {
  @IntField({ description: 'How many days back', default: 7, min: 1, max: 365 })
  days!: number;
}

/** A search too rich for a query string. */
export class ContentSearchDto extends PageQuery(contentLists.search) {
  @SearchTermField()
  search_term?: string;

  @ContentTypeField({ optional: true })
  content_type?: ContentType;

  @CreatorFilterField()
  creator_id?: string;

  @JsonObjectField({
    description: 'What the metadata must contain, values typed',
    optional: true,
    example: { camera: 'none' },
  })
  metadata_filter?: JsonObject;

  @TextListField({
    description: 'Tags by name, slug or id',
    default: [],
    item: readTagName,
    maxItems: 20,
    example: ['seascape'],
  })
  tags!: string[];

  @TagMatchField({ default: 'all' })
  tag_match!: TagMatch;

  @BoolField({ description: 'Leave out private items', default: false })
  public_only!: boolean;

  toSearch(): ContentSearch {
    return {
      searchTerm: this.search_term,
      contentType: this.content_type,
      creatorId: this.creator_id,
      metadata: this.metadata_filter,
      publicOnly: this.public_only || undefined,
      tags: this.tags,
      tagMatch: this.tag_match,
    };
  }
}
