import { expectError } from '../../support/expect-error.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('GET /users/search', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it('narrows by activity, term and preferences, with totals of the same rows', async () => {
    const mark = 'needle';
    await createUser(test.dataSource, { username: `${mark}_one`, preferences: { plan: 'pro', level: 3 } });
    await createUser(test.dataSource, { username: `${mark}_two`, isActive: false });
    await createUser(test.dataSource, { email: `x.${mark.toUpperCase()}@example.com` });
    const all = await test.http.get('/api/v1/users/search').query({ search_term: 'NEEDLE' });
    expect(all.body).toMatchObject({ total: 3, skip: 0, limit: 100, has_more: false });
    const active = await test.http.get('/api/v1/users/search').query({ q: mark, active_only: 'yes' });
    expect(active.body.total).toBe(2);
    const pro = await test.http.get('/api/v1/users/search').query({ preferences_filter: '{"plan":"pro"}' });
    expect(pro.body.items).toHaveLength(1);
    const typed = await test.http.get('/api/v1/users/search').query({ preferences_filter: '{"level":"3"}' });
    expect(typed.body.items).toHaveLength(0);
  });

  it('takes wildcards literally', async () => {
    await createUser(test.dataSource, { username: 'per_cent' });
    const { body } = await test.http.get('/api/v1/users/search').query({ search_term: '%' });
    expect(body.total).toBe(0);
    const underscore = await test.http.get('/api/v1/users/search').query({ search_term: 'per_cent' });
    expect(underscore.body.total).toBe(1);
  });

  it.each(['{', '[]', '"x"', '{"a":"\\u0000"}'])('refuses preferences_filter %s', async (filter) => {
    const response = await test.http.get('/api/v1/users/search').query({ preferences_filter: filter });
    expectError(response, 422, 'VALIDATION_ERROR');
  });

  it('pages in every mode, by every sort field', async () => {
    const names = Array.from({ length: 7 }, (_unused, index) => `paged_${'gfedcba'[index]}`);
    for (const username of names) await createUser(test.dataSource, { username });
    for (const field of ['created_at', 'updated_at', 'username', 'id']) {
      for (const order of ['asc', 'desc']) {
        const query = { q: 'paged_', sort_field: field, sort_order: order };
        const whole = (await test.http.get('/api/v1/users/search').query(query)).body;
        expect(whole.total).toBe(7);
        const ids: string[] = [];
        let cursor: string | null | undefined;
        do {
          const { body } = await test.http
            .get('/api/v1/users/search')
            .query({ ...query, page_size: 3, ...(cursor && { cursor }) });
          ids.push(...(body.items as { id: string }[]).map(({ id }) => id));
          cursor = body.pagination.next_cursor as string | null;
        } while (cursor);
        expect(ids).toEqual((whole.items as { id: string }[]).map(({ id }) => id));
      }
    }
  });

  it.each([
    ['page_size=1001', 422, 'INVALID_PAGE_SIZE'],
    ['page=9999', 404, 'PAGE_OUT_OF_RANGE'],
    ['sort_field=email', 422, 'INVALID_SORT_FIELD'],
    ['cursor=eyJpZCI6MX0', 400, 'INVALID_CURSOR'],
    ['active_only=', 422, 'VALIDATION_ERROR'],
  ] as const)('refuses %s', async (query, status, code) => {
    expectError(await test.http.get(`/api/v1/users/search?${query}`), status, code);
  });
});
