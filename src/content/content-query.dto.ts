import {
  BoolField,
  EnumField,
  type JsonObject,
  JsonObjectField,
  NumberField,
  TextListField,
  UuidField,
} from '../common/http/fields.decorators.js';
import { PageQuery } from '../common/http/page-query.dto.js';
import { readTagName } from '../tags/tag-name.js';
import type { TagMatch } from './content-filter.js';
import { type ContentType, contentTypes } from './content-kind.js';
import { contentList } from './content-list.js';
import { SearchTermField } from './search-term.js';
import type { ContentSearch } from './content.service.js';

/** Filters and paging of the content list. */
export class ContentQuery extends PageQuery(contentList) {
  @EnumField({ description: 'Kind of content', name: 'ContentType', values: contentTypes, optional: true })
  content_type?: ContentType;

  @UuidField({ description: 'Who made it', optional: true })
  creator_id?: string;

  @BoolField({ description: 'Leave out private items', default: false })
  public_only!: boolean;

  @SearchTermField()
  search_term?: string;

  @NumberField({ description: 'Least quality score', optional: true, min: 0, max: 1 })
  min_quality_score?: number;

  toSearch(): ContentSearch {
    return {
      contentType: this.content_type,
      creatorId: this.creator_id,
      publicOnly: this.public_only || undefined,
      searchTerm: this.search_term,
      minQualityScore: this.min_quality_score,
    };
  }
}

/** A search too rich for a query string. */
export class ContentSearchDto extends PageQuery(contentList) {
  @SearchTermField()
  search_term?: string;

  @EnumField({ description: 'Kind of content', name: 'ContentType', values: contentTypes, optional: true })
  content_type?: ContentType;

  @UuidField({ description: 'Who made it', optional: true })
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

  @EnumField({
    description: 'Whether one of the tags is enough or all are needed',
    name: 'TagMatch',
    values: ['any', 'all'],
    ignoreCase: true,
    default: 'all',
  })
  tag_match!: TagMatch;

  @BoolField({ description: 'Leave out private items', default: false })
  public_only!: boolean;

  toSearch(): ContentSearch {
    return {
      sourceType: 'items',
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
