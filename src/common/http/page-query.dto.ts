import { DomainError } from '../errors/domain.error.js';
import { type Cursor, decodeCursor } from './cursor.js';
import { BoolField, EnumField, IntField, TextField } from './fields.decorators.js';
import type { ListDefinition, Sorting, SortOrder } from './list-definition.js';

/** Largest `skip` and `page`: far past any table, and safely inside PostgreSQL's bigint when multiplied. */
const farthest = 1_000_000_000;

/** Which rows of a list are asked for, after the three paging styles were brought to one (contract §2.3). */
export interface ListWindow {
  mode: 'page' | 'skip' | 'cursor';
  page: number;
  limit: number;
  skip: number;
  field: string;
  order: SortOrder;
  cursor?: Cursor;
}

/** The parameters every list takes. */
export interface ListParameters {
  page?: number;
  page_size?: number;
  skip?: number;
  limit?: number;
  cursor?: string;
  backward?: boolean;
  sort_field?: string;
  sort_order?: SortOrder;
}

/** The same as a class to extend with the filters of one list. */
export interface ListQuery extends ListParameters {
  /** @param list the list itself where several differ in nothing but the name their cursors bear */
  window(list?: ListDefinition): ListWindow;
}

/** @throws DomainError INVALID_CURSOR when what a caller asked for, if anything, is not the order of the cursor */
export function assertSameSorting(
  asked: { field?: string | undefined; order?: SortOrder | undefined },
  ofCursor: Sorting,
): void {
  const disagrees =
    (asked.field !== undefined && asked.field !== ofCursor.field) ||
    (asked.order !== undefined && asked.order !== ofCursor.order);
  if (disagrees) throw new DomainError('INVALID_CURSOR', 'Cursor does not match the requested sort order');
}

function resolveCursor(definition: ListDefinition, query: ListParameters, text: string): Cursor {
  const cursor = decodeCursor(definition, text);
  assertSameSorting({ field: query.sort_field, order: query.sort_order }, cursor);
  return query.backward ? { ...cursor, direction: 'prev' } : cursor;
}

/** @throws DomainError INVALID_CURSOR */
export function toWindow(definition: ListDefinition, query: ListParameters): ListWindow {
  const field = query.sort_field ?? definition.defaultSort.field;
  const order = query.sort_order ?? definition.defaultSort.order;
  const pageSize = query.page_size ?? query.limit ?? definition.defaultPageSize ?? definition.defaultLimit;
  const page = query.page ?? 1;
  if (query.cursor !== undefined) {
    const cursor = resolveCursor(definition, query, query.cursor);
    return {
      mode: 'cursor',
      page,
      limit: pageSize,
      skip: 0,
      field: cursor.field,
      order: cursor.order,
      cursor,
    };
  }
  const asksForPage = query.page !== undefined || query.page_size !== undefined;
  const asksForSkip = query.skip !== undefined || query.limit !== undefined;
  if (asksForPage || (definition.defaultPageSize !== undefined && !asksForSkip)) {
    return { mode: 'page', page, limit: pageSize, skip: (page - 1) * pageSize, field, order };
  }
  const limit = query.limit ?? definition.defaultLimit;
  const skip = query.skip ?? 0;
  return { mode: 'skip', page: Math.floor(skip / limit) + 1, limit, skip, field, order };
}

/** Makes the query DTO of a list: page mode, skip/limit mode and cursor mode over its sort allow-list. */
export function PageQuery<Field extends string>(definition: ListDefinition<Field>): new () => ListQuery {
  const maxSize = definition.maxPageSize ?? 1000;
  const sortFields = Object.keys(definition.sortable);
  const pages = definition.defaultPageSize;

  class PageQueryDto implements ListQuery {
    @IntField({
      description: `Page number, from 1. Page mode${pages === undefined ? '' : ', the default'}; wins over \`skip\`.`,
      optional: true,
      min: 1,
      max: farthest,
      tooSmall: 'Page must be at least 1',
      code: 'INVALID_PAGE',
    })
    page?: number;

    @IntField({
      description: `Items per page${pages === undefined ? '' : ` (${pages} unless sent)`}. Page mode; wins over \`limit\`.`,
      optional: true,
      min: 1,
      max: maxSize,
      tooSmall: 'Page size must be at least 1',
      tooLarge: `Page size cannot exceed ${maxSize}`,
      code: 'INVALID_PAGE_SIZE',
    })
    page_size?: number;

    @IntField({
      description: `Items to pass over. Skip mode${pages === undefined ? ', the default' : ''}.`,
      optional: true,
      min: 0,
      max: farthest,
    })
    skip?: number;

    @IntField({
      description: `Items at most (${definition.defaultLimit} unless sent). Skip mode.`,
      optional: true,
      min: 1,
      max: maxSize,
    })
    limit?: number;

    @TextField({
      description: '`next_cursor` or `prev_cursor` of an earlier answer. Cursor mode; wins over the others.',
      optional: true,
      trim: true,
      blankIsAbsent: true,
    })
    cursor?: string;

    @BoolField({ description: 'Walk from the cursor towards the start of the list.', optional: true })
    backward?: boolean;

    @EnumField({
      description: `Order by this field (${definition.defaultSort.field} unless sent); \`id\` breaks ties.`,
      name: definition.sortSchema ?? `${definition.name}_sort_field`,
      values: sortFields,
      optional: true,
      code: 'INVALID_SORT_FIELD',
    })
    sort_field?: string;

    @EnumField({
      description: `Direction of the order (${definition.defaultSort.order} unless sent).`,
      name: 'sort_order',
      values: ['asc', 'desc'],
      ignoreCase: true,
      optional: true,
    })
    sort_order?: SortOrder;

    window(list: ListDefinition = definition): ListWindow {
      return toWindow(list, this);
    }
  }
  return PageQueryDto;
}
