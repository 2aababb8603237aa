import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('GET /content/unified', () => {
  let test: TestApp;
  let users: User[];

  beforeAll(async () => {
    test = await createTestApp();
    users = await Promise.all(Array.from({ length: 3 }, () => createUser(test.dataSource)));
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.dataSource.query('DELETE FROM content_items');
    await fill();
  });

  /** One regular and two generated items of each of the three users. */
  const fill = () =>
    createContents(
      test.dataSource,
      users.flatMap(({ id }) => [
        { creatorId: id, sourceType: 'items' },
        { creatorId: id, sourceType: 'auto' },
        { creatorId: id, sourceType: 'auto' },
      ]),
    );
  const unified = (query: object | string) => test.http.get('/api/v1/content/unified').query(query);
  const withUser = (user?: User): object => (user ? { user_id: user.id } : {});
  const idsOf = (body: { items: { id: number }[] }): number[] => body.items.map(({ id }) => id);

  describe('pages', () => {
    it('hold ten unless told, in the full shape', async () => {
      await fill();
      const { body } = await unified({});
      expect(Object.keys(body as object).sort()).toEqual(['items', 'pagination', 'stats']);
      expect(body.pagination).toEqual({
        page: 1,
        page_size: 10,
        total_count: 18,
        total_pages: 2,
        has_next: true,
        has_previous: false,
        next_cursor: expect.stringMatching(/^eyJjcmVhdGVkX2F0Ijo/),
        prev_cursor: null,
      });
      expect(new Set(body.items.map((item: { source_type: string }) => item.source_type))).toEqual(
        new Set(['regular', 'auto']),
      );
      const second = await unified({ cursor: body.pagination.next_cursor });
      expect(idsOf(second.body)).toEqual(idsOf((await unified({ page: 2 })).body));
      const back = await unified({ cursor: body.pagination.next_cursor, backward: true, page_size: 100 });
      expect(idsOf(back.body)).toEqual(idsOf(body).slice(0, 9));
    });

    it('are passed over by skip and limit as in every list', async () => {
      const all = await unified({ page_size: 9 });
      const { body } = await unified({ skip: 4, limit: 3 });
      expect(idsOf(body)).toEqual(idsOf(all.body).slice(4, 7));
      expect(body.pagination).toMatchObject({ page: 2, page_size: 3, total_count: 9, has_next: true });
    });

    it('past the end are empty, not an error, and echo the page asked for', async () => {
      const { status, body } = await unified({ page: 11 });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        items: [],
        pagination: { page: 11, total_count: 9, total_pages: 1, has_next: false },
      });
    });

    it('leave the statistics out on request', async () => {
      const { body } = await unified({ include_stats: 'no' });
      expect(body).not.toHaveProperty('stats');
    });

    it.each([
      ['page=0', 422, 'INVALID_PAGE'],
      ['page=-1', 422, 'INVALID_PAGE'],
      ['page_size=0', 422, 'INVALID_PAGE_SIZE'],
      ['page_size=1001', 422, 'INVALID_PAGE_SIZE'],
      ['user_id=me', 422, 'VALIDATION_ERROR'],
      ['sort_field=prompt', 422, 'INVALID_SORT_FIELD'],
      ['sort_field=created_at;DROP TABLE users', 422, 'INVALID_SORT_FIELD'],
      ['sort_order=upwards', 422, 'VALIDATION_ERROR'],
      ['cursor=garbage', 400, 'INVALID_CURSOR'],
    ] as const)('refuse %s', async (query, status, code) => {
      expectError(await unified(query), status, code);
    });
  });

  describe('statistics', () => {
    const stats = async (user?: User): Promise<Record<string, number>> =>
      (await test.http.get('/api/v1/content/stats/unified').query(withUser(user))).body as Record<
        string,
        number
      >;

    it('add up to everything and are untouched by filters', async () => {
      const expected = {
        user_regular_count: 1,
        user_auto_count: 2,
        community_regular_count: 2,
        community_auto_count: 4,
      };
      expect(await stats(users[0])).toEqual(expected);
      expect(await stats()).toEqual({
        user_regular_count: 0,
        user_auto_count: 0,
        community_regular_count: 3,
        community_auto_count: 6,
      });
      const filtered = await unified({
        ...withUser(users[0]),
        content_source_types: 'user-auto',
        search_term: 'nowhere',
        tag: 'none',
        page: 7,
      });
      expect(filtered.body.stats).toEqual(expected);
      expectError(await test.http.get('/api/v1/content/stats/unified?user_id='), 422, 'VALIDATION_ERROR');
    });

    it('know of content right after it is made and deleted', async () => {
      const before = await stats(users[0]);
      const { body } = await test.http.post('/api/v1/content').send({
        title: 'New',
        content_type: 'text',
        content_data: 'x',
        creator_id: users[0]!.id,
        is_private: true,
      });
      expect(await stats(users[0])).toEqual({ ...before, user_regular_count: 2 });
      await test.http.put(`/api/v1/content/${body.id}`).send({ is_private: false });
      expect(await stats(users[1])).toMatchObject({ community_regular_count: 3 });
      await test.http.delete(`/api/v1/content/${body.id}`);
      expect(await stats(users[0])).toEqual(before);
    });
  });
});
