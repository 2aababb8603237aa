import type { ArgumentMetadata } from '@nestjs/common';
import { parse } from 'node:querystring';
import type { DomainError } from '../errors/domain.error.js';
import { encodeCursor } from './cursor.js';
import { InputPipe } from './input.pipe.js';
import { defineList, integerKey, timestampKey } from './list-definition.js';
import { type ListWindow, PageQuery } from './page-query.dto.js';

const sortable = { created_at: timestampKey('c.created_at'), id: integerKey('c.id') };
const plainList = defineList({
  name: 'plain',
  sortable,
  defaultSort: { field: 'created_at', order: 'desc' },
  defaultLimit: 100,
});
const pagedList: typeof plainList = { ...plainList, name: 'paged', defaultPageSize: 20, maxPageSize: 100 };

class PlainQuery extends PageQuery(plainList) {}
class PagedQuery extends PageQuery(pagedList) {}

const pipe = new InputPipe();

function windowOf(text: string, metatype: new () => { window(): ListWindow } = PlainQuery): ListWindow {
  const query = pipe.transform(parse(text), { metatype, type: 'query' } as ArgumentMetadata);
  return (query as PlainQuery).window();
}

function refusal(text: string, metatype?: typeof PlainQuery): [code: string, message: string] {
  try {
    windowOf(text, metatype);
  } catch (error) {
    return [(error as DomainError).code, (error as DomainError).message];
  }
  throw new Error('the query was accepted');
}

const position = { field: 'created_at', order: 'desc', values: ['2025-10-23T10:00:00.000Z', 7] } as const;
const cursorText = (direction: 'next' | 'prev'): string =>
  encodeURIComponent(encodeCursor(plainList, { ...position, values: [...position.values], direction }));

describe('the window of a list', () => {
  const byTime = { field: 'created_at', order: 'desc' };

  it.each([
    ['', { mode: 'skip', page: 1, limit: 100, skip: 0, ...byTime }],
    ['skip=250', { mode: 'skip', page: 3, limit: 100, skip: 250, ...byTime }],
    [
      'skip=5&limit=10&sort_order=ASC',
      { mode: 'skip', page: 1, limit: 10, skip: 5, field: 'created_at', order: 'asc' },
    ],
    ['page=3', { mode: 'page', page: 3, limit: 100, skip: 200, ...byTime }],
    ['page_size=7', { mode: 'page', page: 1, limit: 7, skip: 0, ...byTime }],
    ['page=2&page_size=7&skip=99&limit=99', { mode: 'page', page: 2, limit: 7, skip: 7, ...byTime }],
    ['sort_field=id', { mode: 'skip', page: 1, limit: 100, skip: 0, field: 'id', order: 'desc' }],
    ['cursor=&page=2', { mode: 'page', page: 2, limit: 100, skip: 100, ...byTime }],
    ['cursor=%20', { mode: 'skip', page: 1, limit: 100, skip: 0, ...byTime }],
  ])('of %p', (text, expected) => {
    expect(windowOf(text)).toEqual(expected);
  });

  it('of a paged list needs no parameter to be in page mode', () => {
    expect(windowOf('', PagedQuery)).toMatchObject({ mode: 'page', page: 1, limit: 20, skip: 0 });
    expect(windowOf('page=4', PagedQuery)).toMatchObject({ mode: 'page', page: 4, limit: 20, skip: 60 });
  });

  it('takes sort and direction from the cursor, and only echoes the page', () => {
    const text = `cursor=${cursorText('prev')}&page=9&skip=50&page_size=10`;
    expect(windowOf(text)).toMatchObject({
      mode: 'cursor',
      page: 9,
      limit: 10,
      skip: 0,
      field: 'created_at',
      order: 'desc',
      cursor: { direction: 'prev', values: position.values },
    });
  });

  it('turns a next cursor round for backward, and leaves a prev cursor as it is', () => {
    const direction = (text: string): string | undefined => windowOf(text).cursor?.direction;
    expect(direction(`cursor=${cursorText('next')}`)).toBe('next');
    expect(direction(`cursor=${cursorText('next')}&backward=false`)).toBe('next');
    expect(direction(`cursor=${cursorText('next')}&backward=true`)).toBe('prev');
    expect(direction(`cursor=${cursorText('prev')}&backward=true`)).toBe('prev');
  });

  it('stays a number PostgreSQL can take at the farthest page of the largest size', () => {
    expect(windowOf('page=1000000000&page_size=1000').skip).toBeLessThan(Number.MAX_SAFE_INTEGER);
  });

  it.each([
    ['page=0', 'INVALID_PAGE', 'Page must be at least 1'],
    ['page=-1', 'INVALID_PAGE', 'Page must be at least 1'],
    ['page=', 'INVALID_PAGE', 'page must be a whole number'],
    ['page=1e30', 'INVALID_PAGE', 'page must be a whole number'],
    ['page=1&page=2', 'INVALID_PAGE', 'page must be a whole number'],
    ['page=1000000001', 'INVALID_PAGE', 'page must be at most 1000000000'],
    ['page_size=0', 'INVALID_PAGE_SIZE', 'Page size must be at least 1'],
    ['page_size=1001', 'INVALID_PAGE_SIZE', 'Page size cannot exceed 1000'],
    ['limit=0', 'VALIDATION_ERROR', 'limit must be at least 1'],
    ['limit=1001', 'VALIDATION_ERROR', 'limit must be at most 1000'],
    ['skip=-1', 'VALIDATION_ERROR', 'skip must be at least 0'],
    ['sort_field=id;drop', 'INVALID_SORT_FIELD', 'sort_field must be one of created_at, id'],
    ['sort_field=constructor', 'INVALID_SORT_FIELD', 'sort_field must be one of created_at, id'],
    ['sort_field=', 'INVALID_SORT_FIELD', 'sort_field must be one of created_at, id'],
    ['sort_order=up', 'VALIDATION_ERROR', 'sort_order must be one of asc, desc'],
    ['cursor=garbage', 'INVALID_CURSOR', 'Invalid cursor format'],
    [
      `cursor=${cursorText('next')}&sort_field=id`,
      'INVALID_CURSOR',
      'Cursor does not match the requested sort order',
    ],
    [
      `cursor=${cursorText('next')}&sort_order=asc`,
      'INVALID_CURSOR',
      'Cursor does not match the requested sort order',
    ],
  ])('is refused for %p with %s', (text, code, message) => {
    expect(refusal(text)).toEqual([code, message]);
  });

  it('names the bound of the list in the refusal', () => {
    expect(refusal('page_size=101', PagedQuery)).toEqual([
      'INVALID_PAGE_SIZE',
      'Page size cannot exceed 100',
    ]);
  });

  it('refuses the cursor of another list', () => {
    expect(refusal(`cursor=${cursorText('next')}`, PagedQuery)).toEqual([
      'INVALID_CURSOR',
      'Invalid cursor format',
    ]);
  });
});
