import {
  defineList,
  integerKey,
  type ListDefinition,
  numberKey,
  textKey,
  timestampKey,
} from '../common/http/list-definition.js';
import type { SourceType } from './content-kind.js';

const shared = {
  sortable: {
    created_at: timestampKey('c.created_at'),
    updated_at: timestampKey('c.updated_at'),
    quality_score: numberKey('c.quality_score'),
    title: textKey('c.title'),
    id: integerKey('c.id'),
  },
  sortSchema: 'content_sort_field',
};
const newestFirst = { ...shared, defaultSort: { field: 'created_at', order: 'desc' } } as const;
const fiftyAPage = { ...newestFirst, defaultLimit: 50, defaultPageSize: 50 } as const;

/** Every list of content of one source. */
export const contentLists = {
  all: defineList({ name: 'content', ...newestFirst, defaultLimit: 100 }),
  search: defineList({ name: 'content-search', ...newestFirst, defaultLimit: 100 }),
  enhanced: defineList({ name: 'content-enhanced', ...fiftyAPage }),
  byCreator: defineList({ name: 'content-by-creator', ...fiftyAPage }),
  byType: defineList({ name: 'content-by-type', ...fiftyAPage }),
  public: defineList({ name: 'content-public', ...fiftyAPage }),
  recent: defineList({ name: 'content-recent', ...newestFirst, defaultLimit: 100 }),
  topRated: defineList({
    name: 'content-top-rated',
    ...shared,
    defaultSort: { field: 'quality_score', order: 'desc' },
    thenBy: ['created_at'],
    defaultLimit: 10,
  }),
} as const;

export type ContentListName = keyof typeof contentLists;

/** The same lists under names of their own for each source, so that neither takes the other's cursors. */
export function contentListsOf(sourceType: SourceType): Record<ContentListName, ListDefinition> {
  if (sourceType === 'items') return contentLists;
  const renamed = Object.entries(contentLists).map(([key, list]) => [
    key,
    { ...list, name: `${list.name}-${sourceType}` },
  ]);
  return Object.fromEntries(renamed) as Record<ContentListName, ListDefinition>;
}

export const unifiedList = defineList({
  name: 'unified',
  ...newestFirst,
  defaultLimit: 10,
  defaultPageSize: 10,
});
