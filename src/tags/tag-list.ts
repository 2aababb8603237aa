import type { Sql } from 'sql-template-tag';
import {
  defineList,
  numberKey,
  type Sorting,
  textKey,
  timestampKey,
  uuidKey,
} from '../common/http/list-definition.js';

/** Mean of a tag's ratings; null without any. */
export const meanRating = 'r.rating_sum / NULLIF(r.rating_count, 0)';

/** The tags as callers may order them. */
export const tagList = defineList({
  name: 'tags',
  sortable: {
    name: textKey('t.name'),
    created_at: timestampKey('t.created_at'),
    updated_at: timestampKey('t.updated_at'),
    rating: numberKey(meanRating, { nullable: true, thenBy: ['name'] }),
    id: uuidKey('t.id'),
  },
  defaultSort: { field: 'name', order: 'asc' },
  defaultLimit: 20,
  defaultPageSize: 20,
  maxPageSize: 100,
});

const bestFirst = { field: '-rating', order: 'asc' } as const;

/**
 * The tags as they are scanned. Equal ratings go by name from A to Z in either direction, and a scan has but one: best
 * first is therefore the ascending order of the rating negated.
 */
export const scannedTagList = defineList({
  ...tagList,
  sortable: {
    ...tagList.sortable,
    [bestFirst.field]: numberKey(`-(${meanRating})`, { nullable: true, thenBy: ['name'] }),
  },
});

/** How to scan for the order a caller asked for. */
export function toScanOrder({ field, order }: Sorting): Sorting {
  return field === 'rating' && order === 'desc' ? bestFirst : { field, order };
}

/** The order a caller asked for, of a scan. */
export function toAskedSorting({ field, order }: Sorting): Sorting {
  return field === bestFirst.field ? { field: 'rating', order: 'desc' } : { field, order };
}

/** What a scan in order of rating ascends by; undefined of a scan in another order. */
export function ratingKey({ field, order }: Sorting): Sql | undefined {
  const isByRating = order === 'asc' && (field === 'rating' || field === bestFirst.field);
  return isByRating ? scannedTagList.sortable[field].sql : undefined;
}

const sortableByName = { name: 'name', created: 'created_at', updated: 'updated_at', rating: 'rating' };

/** Orders by their names in `sort`: `rating-desc` and so on. */
export const namedOrders: ReadonlyMap<string, Sorting> = new Map(
  Object.entries(sortableByName).flatMap(([name, field]): [string, Sorting][] => [
    [`${name}-asc`, { field, order: 'asc' }],
    [`${name}-desc`, { field, order: 'desc' }],
  ]),
);
