import {
  defineList,
  integerKey,
  type ListDefinition,
  numberKey,
  timestampKey,
} from '../common/http/list-definition.js';
import type { ListWindow } from '../common/http/page-query.dto.js';
import type { InteractionFilter } from './interaction-counts.queries.js';

const createdAt = timestampKey('i.created_at');
const id = integerKey('i.id');
const sortSchema = 'interactions_sort_field';

const newestFirst = {
  sortable: {
    created_at: createdAt,
    rating: numberKey('i.rating', { nullable: true, thenBy: ['created_at'] }),
    id,
  },
  sortSchema,
  defaultSort: { field: 'created_at', order: 'desc' },
  defaultLimit: 100,
} as const;

/** Where none of them lacks a rating, an index of the ratings alone serves their order. */
const allRated = { created_at: createdAt, rating: integerKey('i.rating', { thenBy: ['created_at'] }), id };

/** Every list of interactions. */
export const interactionLists = {
  all: defineList({ name: 'interactions', ...newestFirst }),
  /** The same list of those that have a rating. */
  rated: defineList({ name: 'interactions', ...newestFirst, sortable: allRated }),
  byType: defineList({ name: 'interactions-by-type', ...newestFirst }),
  byUser: defineList({ name: 'interactions-by-user', ...newestFirst }),
  byContent: defineList({ name: 'interactions-by-content', ...newestFirst }),
  recent: defineList({ name: 'interactions-recent', ...newestFirst }),
  recentOfUser: defineList({ name: 'interactions-recent-of-user', ...newestFirst }),
  topRated: defineList({
    name: 'interactions-top-rated',
    sortable: allRated,
    sortSchema,
    defaultSort: { field: 'rating', order: 'desc' },
    defaultLimit: 10,
  }),
} as const;

/** A filter as requests state it: age in days. */
export type InteractionSearch = Omit<InteractionFilter, 'createdFrom'> & { days?: number | undefined };

/** Which part of which list is asked for. */
export interface InteractionListRequest {
  definition: ListDefinition;
  search: InteractionSearch;
  window: ListWindow;
}
