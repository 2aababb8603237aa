import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { rateTag } from '../../support/factories/tag-hierarchy.factory.js';
import { createTag } from '../../support/factories/tag.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const day = (n: number): Date => new Date(Date.UTC(2026, 0, n));

/** Name, ratings and the days of creation and of the last change. */
const tags: [name: string, ratings: number[], created: number, updated: number][] = [
  ['Oil Painting', [5, 4, 4], 3, 9],
  ['Watercolour', [4], 1, 5],
  ['Charcoal', [4, 4], 2, 6],
  ['100% cotton_paper', [], 4, 8],
  ['Ink', [], 5, 7],
  ['Pastel', [2.5], 6, 10],
];

describe('the tag list', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
    const users: User[] = [];
    for (let n = 0; n < 3; n += 1) users.push(await createUser(test.dataSource));
    for (const [name, ratings, created, updated] of tags) {
      const tag = await createTag(test.dataSource, {
        name,
        createdAt: day(created),
        updatedAt: day(updated),
      });
      for (const [index, rating] of ratings.entries())
        await rateTag(test.dataSource, tag, users[index]!.id, rating);
    }
  });
  afterAll(() => test.close());

  const get = (query: object, path = '/tags') => test.http.get(`/api/v1${path}`).query(query);
  const names = async (query: object, path?: string): Promise<unknown[]> =>
    ((await get(query, path)).body.items as { name: string }[]).map(({ name }) => name);

  const byName = ['100% cotton_paper', 'Charcoal', 'Ink', 'Oil Painting', 'Pastel', 'Watercolour'];
  const bestFirst = ['Oil Painting', 'Charcoal', 'Watercolour', 'Pastel', '100% cotton_paper', 'Ink'];
  const worstFirst = ['Pastel', 'Charcoal', 'Watercolour', 'Oil Painting', '100% cotton_paper', 'Ink'];

  it('comes by name, twenty a page, in the full shape', async () => {
    const { body } = await get({});
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual(byName);
    expect(body).toMatchObject({
      total: 6,
      limit: 20,
      pagination: { page: 1, page_size: 20, total_pages: 1 },
    });
    expect(body.items[3]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Oil Painting',
      metadata: {},
      created_at: '2026-01-03T00:00:00.000Z',
      updated_at: '2026-01-09T00:00:00.000Z',
      average_rating: 4.33,
      rating_count: 3,
      is_favorite: null,
    });
    expect(body.items[2]).toMatchObject({ average_rating: null, rating_count: 0 });
  });

  it.each([
    ['name-asc', byName],
    ['name-desc', [...byName].reverse()],
    ['created-asc', ['Watercolour', 'Charcoal', 'Oil Painting', '100% cotton_paper', 'Ink', 'Pastel']],
    ['created-desc', ['Pastel', 'Ink', '100% cotton_paper', 'Oil Painting', 'Charcoal', 'Watercolour']],
    ['updated-asc', ['Watercolour', 'Charcoal', 'Ink', '100% cotton_paper', 'Oil Painting', 'Pastel']],
    ['updated-desc', ['Pastel', 'Oil Painting', '100% cotton_paper', 'Ink', 'Charcoal', 'Watercolour']],
    ['rating-asc', worstFirst],
    ['rating-desc', bestFirst],
    ['rating-sideways', byName],
    ['', byName],
    ['constructor', byName],
  ])('sorts by %s, in every paging mode', async (sort, expected) => {
    expect(await names({ sort })).toEqual(expected);
    expect(await names({ sort, page: 2, page_size: 2 })).toEqual(expected.slice(2, 4));
    expect(await names({ sort, skip: 1, limit: 3 })).toEqual(expected.slice(1, 4));

    const walked: unknown[] = [];
    let page = (await get({ sort, page_size: 2 })).body;
    for (;;) {
      walked.push(...page.items.map(({ name }: { name: string }) => name));
      if (!page.pagination.next_cursor) break;
      page = (await get({ page_size: 2, cursor: page.pagination.next_cursor, sort })).body;
    }
    expect(walked).toEqual(expected);
    const back = await get({ page_size: 2, cursor: page.pagination.prev_cursor });
    expect(back.body.items.map(({ name }: { name: string }) => name)).toEqual(expected.slice(2, 4));
  });

  it.each([
    [{ sort_field: 'rating', sort_order: 'desc' }, bestFirst],
    [{ sort_field: 'rating' }, worstFirst],
    [{ sort_field: 'rating', sort_order: 'desc', sort: 'name-asc' }, bestFirst],
    [{ sort: 'rating-asc', sort_order: 'desc' }, bestFirst],
    [{ sort_order: 'desc' }, [...byName].reverse()],
    [{ sort_field: 'name', sort_order: 'DESC' }, [...byName].reverse()],
  ])('takes the parameters of other lists: %j', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('refuses a cursor of another order', async () => {
    const { body } = await get({ sort: 'rating-desc', page_size: 2 });
    const cursor = body.pagination.next_cursor;
    expectError(await get({ cursor, sort: 'rating-asc' }), 400, 'INVALID_CURSOR');
    expectError(await get({ cursor, sort: 'name-asc' }), 400, 'INVALID_CURSOR');
    expectError(await get({ cursor, sort_order: 'asc' }), 400, 'INVALID_CURSOR');
    expectError(await get({ cursor, sort_field: 'name' }), 400, 'INVALID_CURSOR');
  });

  it.each([
    ['rating-desc', 'rating', 'desc'],
    ['rating-asc', 'rating', 'asc'],
    ['name-desc', 'name', 'desc'],
  ])('takes a cursor of %s with any part of that order, or none', async (sort, field, order) => {
    const whole = await names({ sort });
    const { body } = await get({ sort, page_size: 2 });
    const parts = [
      {},
      { sort_field: field },
      { sort_order: order },
      { sort_field: field, sort_order: order },
    ];
    for (const part of parts) {
      const query = { ...part, cursor: body.pagination.next_cursor, page_size: 2 };
      expect([part, await names(query)]).toEqual([part, whole.slice(2, 4)]);
    }
  });

  it.each([
    ['PAINTING', ['Oil Painting']],
    ['oil ink', ['Ink', 'Oil Painting']],
    ['pastel,char', ['Charcoal', 'Pastel']],
    ['"oil painting"', ['Oil Painting']],
    ['"painting oil"', []],
    ['%', ['100% cotton_paper']],
    ['_', ['100% cotton_paper']],
    ['\\', []],
    ["'; DROP TABLE tags; --", []],
    ['nothing', []],
  ])('finds by %j, whatever is asked for', async (term, expected) => {
    expect(await names({ search: term })).toEqual(expected);
    expect(await names({ q: term }, '/tags/search')).toEqual(expected);
    const { body } = await get({ search: term, page_size: 1 });
    expect(body.total).toBe(expected.length);
  });

  it.each(['', ' ', ' , ', '""'])('is not narrowed by the blank term %j', async (search) => {
    expect(await names({ search })).toEqual(byName);
  });

  it('sorts the whole of what was found, not the page of it', async () => {
    expect(await names({ search: 'l', sort: 'rating-desc', page_size: 2 })).toEqual([
      'Oil Painting',
      'Charcoal',
    ]);
    const query = { q: 'l', sort: 'rating-desc', page: 2, page_size: 2 };
    expect(await names(query, '/tags/search')).toEqual(['Watercolour', 'Pastel']);
  });

  it('leaves out tags of fewer ratings when told to, under any order', async () => {
    expect(await names({ min_ratings: 2 })).toEqual(['Charcoal', 'Oil Painting']);
    expect(await names({ min_ratings: 1, sort: 'rating-asc' })).toEqual(worstFirst.slice(0, 4));
    expect((await get({ min_ratings: 1, page_size: 1 })).body.total).toBe(4);
    expect(await names({ q: 'l', min_ratings: 3 }, '/tags/search')).toEqual(['Oil Painting']);
    expect(await names({ min_ratings: 2_147_483_647 })).toEqual([]);
  });

  it.each([
    ['min_ratings=0', 'VALIDATION_ERROR'],
    ['min_ratings=', 'VALIDATION_ERROR'],
    ['min_ratings=2147483648', 'VALIDATION_ERROR'],
    ['page_size=101', 'INVALID_PAGE_SIZE'],
    ['page=0', 'INVALID_PAGE'],
    ['sort_field=-rating', 'INVALID_SORT_FIELD'],
    ['sort_field=slug', 'INVALID_SORT_FIELD'],
    ['limit=101', 'VALIDATION_ERROR'],
    ['search=a%00b', 'VALIDATION_ERROR'],
  ] as const)('refuses %s', async (query, code) => {
    expectError(await test.http.get(`/api/v1/tags?${query}`), 422, code);
    expectError(await test.http.get(`/api/v1/tags/search?q=a&${query.replace('search', 'q')}`), 422, code);
  });

  it('refuses a term no name could contain', async () => {
    expectError(await get({ search: 'x'.repeat(1001) }), 422, 'VALIDATION_ERROR');
    expectError(await get({ q: 'x'.repeat(1001) }, '/tags/search'), 422, 'VALIDATION_ERROR');
  });

  it.each(['', 'q=', 'q=%20', 'search=a'])('refuses a search without a term: %j', async (query) => {
    expectError(await test.http.get(`/api/v1/tags/search?${query}`), 422, 'VALIDATION_ERROR');
  });

  it('ends where the pages end', async () => {
    expectError(await get({ page: 2 }), 404, 'PAGE_OUT_OF_RANGE');
    expectError(await get({ cursor: 'garbage' }), 400, 'INVALID_CURSOR');
  });
});
