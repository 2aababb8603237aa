import type { ContentItem } from '../../../src/content/content-item.entity.js';
import type { Recommendation } from '../../../src/recommendations/recommendation.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createRecommendations } from '../../support/factories/recommendation.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { dayMs } from '../../../src/common/durations.js';

const nobody = '00000000-0000-4000-8000-000000000000';

type Order = (a: Recommendation, b: Recommendation) => number;
const newestFirst: Order = (a, b) => b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id;
const bestFirst: Order = (a, b) => b.recommendationScore - a.recommendationScore || newestFirst(a, b);

describe('lists of recommendations', () => {
  let test: TestApp;
  let users: User[];
  let items: ContentItem[];
  let all: Recommendation[];

  beforeAll(async () => {
    test = await createTestApp();
    users = [await createUser(test.dataSource), await createUser(test.dataSource)];
    items = await createContents(
      test.dataSource,
      users.map(({ id }) => ({ creatorId: id })),
    );
    const now = Date.now() - 60_000;
    const ofUser = (index: number) =>
      createRecommendations(
        test.dataSource,
        users[index]!.id,
        Array.from({ length: 60 }, (_, n) => ({
          contentItemId: items[(n + index) % 2]!.id,
          // Few scores and four a day, so that many rows are equal in either.
          recommendationScore: (n % 5) / 4,
          algorithmVersion: ['hybrid-v1', 'content v2/ü', 'popular'][n % 3]!,
          isServed: n % 4 === 0,
          servedAt: n % 4 === 0 ? new Date(now) : null,
          createdAt: new Date(now - Math.floor(n / 4) * dayMs),
        })),
      );
    all = [...(await ofUser(0)), ...(await ofUser(1))];
  });
  afterAll(() => test.close());

  const get = (path: string, query: object = {}) => test.http.get(`/api/v1${path}`).query(query);
  const idsOf = (body: { items: { id: number }[] }): number[] => body.items.map(({ id }) => id);
  const expected = (matches: (one: Recommendation) => boolean, order: Order): number[] =>
    all
      .filter(matches)
      .sort(order)
      .map(({ id }) => id);
  const isRecent = (days: number) => (one: Recommendation) =>
    one.createdAt.getTime() >= Date.now() - days * dayMs;
  const isTo = (index: number) => (one: Recommendation) => one.userId === users[index]!.id;
  const label = encodeURIComponent('content v2/ü');

  const lists: [name: string, path: () => string, size: number, rows: () => number[]][] = [
    ['all', () => '/recommendations', 100, () => expected(() => true, newestFirst)],
    [
      'by algorithm',
      () => `/recommendations/by-algorithm/${label}`,
      100,
      () => expected((one) => one.algorithmVersion === 'content v2/ü', newestFirst),
    ],
    [
      'by algorithm, as existing clients call it',
      () => `/recommendations/algorithm/${label}/recommendations`,
      100,
      () => expected((one) => one.algorithmVersion === 'content v2/ü', newestFirst),
    ],
    ['top scoring', () => '/recommendations/top-scoring', 10, () => expected(() => true, bestFirst)],
    ['recent', () => '/recommendations/recent', 50, () => expected(isRecent(7), newestFirst)],
    [
      'recent of a user',
      () => `/recommendations/user/${users[1]!.id}/recent`,
      50,
      () => expected((one) => isTo(1)(one) && isRecent(7)(one), newestFirst),
    ],
    [
      'of one item',
      () => `/recommendations/content/${items[0]!.id}/recommendations`,
      100,
      () => expected((one) => one.contentItemId === items[0]!.id, newestFirst),
    ],
    ['of a user', () => `/users/${users[0]!.id}/recommendations`, 100, () => expected(isTo(0), bestFirst)],
    [
      'of a user, as existing clients call it',
      () => `/recommendations/user/${users[0]!.id}/recommendations`,
      100,
      () => expected(isTo(0), bestFirst),
    ],
  ];

  describe.each(lists)('%s', (_name, path, size, rows) => {
    it('come in the stated order with an exact total', async () => {
      const { body } = await get(path());
      expect(idsOf(body)).toEqual(rows().slice(0, size));
      expect([body.total, body.limit]).toEqual([rows().length, size]);
    });

    it('can be walked by cursors forwards and back', async () => {
      const walked: number[][] = [];
      let { body } = await get(path(), { page_size: 7 });
      for (;;) {
        walked.push(idsOf(body));
        if (!body.pagination.has_next) break;
        ({ body } = await get(path(), { page_size: 7, cursor: body.pagination.next_cursor }));
      }
      expect(walked.flat()).toEqual(rows());
      for (const page of walked.slice(0, -1).reverse()) {
        ({ body } = await get(path(), { page_size: 7, cursor: body.pagination.prev_cursor }));
        expect(idsOf(body)).toEqual(page);
      }
    });

    it.each(['asc', 'desc'])('can be sorted by each field %s', async (sort_order) => {
      const [sign, query] = [sort_order === 'asc' ? -1 : 1, { sort_order, limit: 1000 }];
      const sorted = (order: Order) =>
        expected(
          ({ id }) => rows().includes(id),
          (a, b) => sign * order(a, b),
        );
      const ids = async (sort_field: string) => idsOf((await get(path(), { ...query, sort_field })).body);
      expect(await ids('created_at')).toEqual(sorted(newestFirst));
      expect(await ids('recommendation_score')).toEqual(sorted(bestFirst));
      expect(await ids('id')).toEqual(sorted((a, b) => b.id - a.id));
    });

    it('refuse what every list refuses', async () => {
      expectError(await get(path(), { page_size: 1001 }), 422, 'INVALID_PAGE_SIZE');
      expectError(await get(path(), { cursor: 'garbage' }), 400, 'INVALID_CURSOR');
      expectError(await get(path(), { page: 9999 }), 404, 'PAGE_OUT_OF_RANGE');
      expectError(await get(path(), { sort_field: 'user_id' }), 422, 'INVALID_SORT_FIELD');
    });
  });

  it('are narrowed by all filters given, and so are their totals', async () => {
    const query = {
      user_id: users[0]!.id.toUpperCase(),
      content_item_id: items[0]!.id,
      algorithm_version: 'hybrid-v1',
      min_score: 0.25,
      is_served: false,
      days: 12,
      limit: 2,
    };
    const ids = expected(
      (one) =>
        isTo(0)(one) &&
        one.contentItemId === items[0]!.id &&
        one.algorithmVersion === 'hybrid-v1' &&
        one.recommendationScore >= 0.25 &&
        !one.isServed &&
        isRecent(12)(one),
      newestFirst,
    );
    expect(ids.length).toBeGreaterThan(2);
    const { body } = await get('/recommendations', query);
    expect([idsOf(body), body.total]).toEqual([ids.slice(0, 2), ids.length]);
    const served = await get('/recommendations', { is_served: 'yes' });
    expect(served.body.total).toBe(expected((one) => one.isServed, newestFirst).length);
    for (const nothing of [
      { user_id: nobody },
      { content_item_id: 2_147_483_647 },
      { algorithm_version: 'x' },
    ])
      expect((await get('/recommendations', nothing)).body).toMatchObject({ items: [], total: 0 });
  });

  it('of the best and the newest are narrowed too', async () => {
    const top = await get('/recommendations/top-scoring', { min_score: 0.75, user_id: users[1]!.id });
    const matching = expected((one) => isTo(1)(one) && one.recommendationScore >= 0.75, bestFirst);
    expect([idsOf(top.body), top.body.total]).toEqual([matching.slice(0, 10), matching.length]);
    const recent = await get('/recommendations/recent', { days: 2, user_id: users[1]!.id });
    expect(idsOf(recent.body)).toEqual(expected((one) => isTo(1)(one) && isRecent(2)(one), newestFirst));
  });

  it('are empty for a label nobody used', async () => {
    expect((await get('/recommendations/by-algorithm/nobody')).body).toMatchObject({ items: [], total: 0 });
    expect((await get(`/recommendations/by-algorithm/${'x'.repeat(500)}`)).body.total).toBe(0);
  });

  it('of who or what does not exist are not found', async () => {
    for (const path of [`user/${nobody}/recent`, 'content/1/recommendations'])
      expectError(await get(`/recommendations/${path}`), 404, 'NOT_FOUND');
    expectError(await get(`/recommendations/user/x/recent`), 422, 'VALIDATION_ERROR');
  });

  it.each([
    'user_id=x',
    'content_item_id=0',
    'content_item_id=99999999999',
    'min_score=2',
    'is_served=maybe',
    'days=0',
    'days=366',
  ])('refuse %s', async (query) => {
    expectError(await test.http.get(`/api/v1/recommendations?${query}`), 422, 'VALIDATION_ERROR');
  });
});
