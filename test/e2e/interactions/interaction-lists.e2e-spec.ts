import { randomUUID } from 'node:crypto';
import type { UserInteraction } from '../../../src/interactions/user-interaction.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createInteractions } from '../../support/factories/interaction.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { hourMs } from '../../../src/common/durations.js';

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * hourMs);

interface Row {
  id: number;
  rating: number | null;
}

describe('lists of interactions', () => {
  let test: TestApp;
  let users: User[];
  let contents: number[];
  let all: UserInteraction[];

  beforeAll(async () => {
    test = await createTestApp();
    users = [await createUser(test.dataSource), await createUser(test.dataSource)];
    const items = await createContents(
      test.dataSource,
      users.map(({ id }) => ({ creatorId: id })),
    );
    contents = items.map(({ id }) => id);
    const types = ['view', 'like', 'rate'] as const;
    // Every user, item, type and rating with every other; the age reaches over 60 days.
    for (const [index, user] of users.entries()) {
      await createInteractions(
        test.dataSource,
        user.id,
        Array.from({ length: 60 }, (_unused, n) => ({
          contentItemId: contents[n % 2]!,
          interactionType: types[n % 3]!,
          rating: n % 5 === 0 ? null : n % 5,
          createdAt: hoursAgo(24 * n + 12 * index + 1),
        })),
      );
    }
    all = (await test.dataSource.getRepository('UserInteraction').find()) as UserInteraction[];
  });
  afterAll(() => test.close());

  const get = (path: string) => test.http.get(`/api/v1/interactions${path}`);
  const newest = (keep: (one: UserInteraction) => boolean): number[] =>
    all
      .filter(keep)
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id)
      .map(({ id }) => id);
  const idsOf = (body: { items: Row[] }): number[] => body.items.map(({ id }) => id);
  const isWithin = ({ createdAt }: UserInteraction, days: number): boolean =>
    createdAt >= hoursAgo(24 * days);

  /** Reads a list in pages of 7, by cursor, and holds each against the whole. */
  const expectList = async (path: string, expected: number[]): Promise<void> => {
    const glue = path.includes('?') ? '&' : '?';
    const whole = await get(`${path}${glue}limit=1000`);
    expect(whole.status).toBe(200);
    expect(idsOf(whole.body)).toEqual(expected);
    const walked: number[] = [];
    let next: string | null = '';
    while (next !== null) {
      const { body } = await get(`${path}${glue}page_size=7&cursor=${next}`);
      expect(body.total).toBe(expected.length);
      walked.push(...idsOf(body));
      next = body.pagination.next_cursor as string | null;
    }
    expect(walked).toEqual(expected);
  };

  it('hold everything, newest first', () =>
    expectList(
      '',
      newest(() => true),
    ));

  it.each([
    ['a user', () => `user_id=${users[0]!.id}`, (one: UserInteraction) => one.userId === users[0]!.id],
    [
      'an item',
      () => `content_item_id=${contents[1]!}`,
      (one: UserInteraction) => one.contentItemId === contents[1],
    ],
    ['a type', () => 'interaction_type=like', (one: UserInteraction) => one.interactionType === 'like'],
    ['the least rating', () => 'min_rating=3', (one: UserInteraction) => (one.rating ?? 0) >= 3],
    ['age', () => 'days=9', (one: UserInteraction) => isWithin(one, 9)],
    [
      'a user and an item',
      () => `user_id=${users[1]!.id}&content_item_id=${contents[0]!}`,
      (one: UserInteraction) => one.userId === users[1]!.id && one.contentItemId === contents[0],
    ],
    [
      'an item, a type and the least rating',
      () => `content_item_id=${contents[0]!}&interaction_type=view&min_rating=2`,
      (one: UserInteraction) =>
        one.contentItemId === contents[0] && one.interactionType === 'view' && (one.rating ?? 0) >= 2,
    ],
    [
      'a type, the least rating and age',
      () => 'interaction_type=rate&min_rating=2&days=30',
      (one: UserInteraction) => one.interactionType === 'rate' && (one.rating ?? 0) >= 2 && isWithin(one, 30),
    ],
    [
      'everything at once',
      () =>
        `user_id=${users[0]!.id}&content_item_id=${contents[1]!}&interaction_type=like&min_rating=1&days=40`,
      (one: UserInteraction) =>
        one.userId === users[0]!.id &&
        one.contentItemId === contents[1] &&
        one.interactionType === 'like' &&
        (one.rating ?? 0) >= 1 &&
        isWithin(one, 40),
    ],
  ])('are narrowed by %s', async (_case, query, keep) => {
    await expectList(`?${query()}`, newest(keep));
  });

  it('are empty for a user, an item or a rating nobody gave', async () => {
    for (const query of [`user_id=${randomUUID()}`, 'content_item_id=1', 'interaction_type=share'])
      expect((await get(`?${query}`)).body).toMatchObject({ items: [], total: 0 });
  });

  it('are of one type', async () => {
    const likes = newest(({ interactionType }) => interactionType === 'like');
    await expectList('/by-type/like', likes);
    await expectList('/type/like/interactions', likes);
    await expectList('/by-type/download', []);
    expectError(await get('/by-type/hug'), 422, 'VALIDATION_ERROR');
  });

  it('are of one user', async () => {
    const id = users[0]!.id;
    const own = newest(({ userId }) => userId === id);
    await expectList(`/by-user/${id}`, own);
    await expectList(`/user/${id}/interactions`, own);
    const ofUsers = await test.http.get(`/api/v1/users/${id}/interactions?limit=1000`);
    expect(idsOf(ofUsers.body)).toEqual(own);
    expectError(await get(`/by-user/${randomUUID()}`), 404, 'NOT_FOUND');
    expectError(await get('/by-user/me'), 422, 'VALIDATION_ERROR');
  });

  it('are of one item', async () => {
    const [id] = contents;
    const ofItem = newest(({ contentItemId }) => contentItemId === id);
    await expectList(`/by-content/${id}`, ofItem);
    await expectList(`/content/${id}/interactions`, ofItem);
    const [auto] = await createContents(test.dataSource, [{ creatorId: users[0]!.id, sourceType: 'auto' }]);
    for (const missing of [1, auto!.id, 99_999_999_999])
      expectError(await get(`/by-content/${missing}`), 404, 'NOT_FOUND');
    expectError(await get('/by-content/x'), 422, 'VALIDATION_ERROR');
  });

  it('are recent: of seven days unless told', async () => {
    await expectList(
      '/recent',
      newest((one) => isWithin(one, 7)),
    );
    await expectList(
      '/recent?days=1',
      newest((one) => isWithin(one, 1)),
    );
    await expectList(
      '/recent?days=365',
      newest(() => true),
    );
    const id = users[1]!.id;
    await expectList(
      `/recent?days=20&user_id=${id}`,
      newest((one) => isWithin(one, 20) && one.userId === id),
    );
    expect((await get(`/recent?user_id=${randomUUID()}`)).body.total).toBe(0);
    for (const days of ['0', '366', 'x', ''])
      expectError(await get(`/recent?days=${days}`), 422, 'VALIDATION_ERROR');
  });

  it('are recent of one user: of thirty days unless told', async () => {
    const id = users[1]!.id;
    const recent = (days: number): number[] => newest((one) => one.userId === id && isWithin(one, days));
    await expectList(`/user/${id}/recent`, recent(30));
    await expectList(`/user/${id}/recent?days=3`, recent(3));
    expectError(await get(`/user/${randomUUID()}/recent`), 404, 'NOT_FOUND');
  });

  it('are the best rated, newer ones first of equals', async () => {
    const best = (least: number): number[] =>
      all
        .filter(({ rating }) => (rating ?? 0) >= least)
        .sort((a, b) => b.rating! - a.rating! || b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id)
        .map(({ id }) => id);
    await expectList('/top-rated', best(1));
    await expectList('/top-rated?min_rating=4', best(4));
    expect((await get('/top-rated')).body).toMatchObject({ limit: 10, total: best(1).length });
    expectError(await get('/top-rated?min_rating=6'), 422, 'VALIDATION_ERROR');
  });

  it.each(['asc', 'desc'] as const)('are ordered by rating, %s, without a rating last', async (order) => {
    const sign = order === 'asc' ? 1 : -1;
    const none = sign * Infinity;
    const inOrder = (keep: (one: UserInteraction) => boolean): number[] =>
      all
        .filter(keep)
        .sort((a, b) => {
          const [left, right] = [a.rating ?? none, b.rating ?? none];
          if (left !== right) return sign * (left - right);
          return sign * (a.createdAt.getTime() - b.createdAt.getTime() || a.id - b.id);
        })
        .map(({ id }) => id);
    const sorting = `sort_field=rating&sort_order=${order}`;
    await expectList(
      `?${sorting}`,
      inOrder(() => true),
    );
    await expectList(
      `?${sorting}&min_rating=2`,
      inOrder(({ rating }) => (rating ?? 0) >= 2),
    );
    const [id] = contents;
    await expectList(
      `/by-content/${id}?${sorting}`,
      inOrder(({ contentItemId }) => contentItemId === id),
    );
  });

  it.each([
    ['/by-type/like?page_size=1001', 422, 'INVALID_PAGE_SIZE'],
    ['/recent?page=0', 422, 'INVALID_PAGE'],
    ['?sort_field=duration', 422, 'INVALID_SORT_FIELD'],
    ['?cursor=x', 400, 'INVALID_CURSOR'],
    ['/top-rated?page=1000', 404, 'PAGE_OUT_OF_RANGE'],
    ['?user_id=', 422, 'VALIDATION_ERROR'],
    ['?content_item_id=99999999999', 422, 'VALIDATION_ERROR'],
    ['?interaction_type=hug', 422, 'VALIDATION_ERROR'],
  ] as const)('refuse %s', async (path, status, code) => {
    expectError(await get(path), status, code);
  });

  it('take no cursor of each other', async () => {
    const { body } = await get('/by-type/like?page_size=2');
    expectError(await get(`/recent?cursor=${body.pagination.next_cursor}`), 400, 'INVALID_CURSOR');
  });
});
