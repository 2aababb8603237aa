import sql, { raw } from 'sql-template-tag';
import { runSql } from '../../../src/database/run-sql.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const rows = 4500;

describe('interactions far down a list', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
    const { id } = await createUser(test.dataSource);
    // Six days, the times of 50 interactions each equal.
    await runSql(
      test.dataSource,
      sql`
        INSERT INTO user_interactions (user_id, interaction_type, rating, created_at)
        SELECT ${id}, CASE n % 7 WHEN 0 THEN 'like' ELSE 'view' END, CASE WHEN n % 4 > 0 THEN 1 + n % 5 END,
          ${new Date()}::timestamptz - INTERVAL '1 hour' - INTERVAL '95 minutes' * (n / 50)
        FROM generate_series(1, ${rows}::int) AS n`,
    );
  });
  afterAll(() => test.close());

  const all = async (where: string, order: string): Promise<number[]> => {
    const found = await runSql<{ id: number }>(
      test.dataSource,
      sql`
        SELECT id FROM user_interactions
        WHERE ${raw(where)}
        ORDER BY created_at ${raw(order)}, id ${raw(order)}`,
    );
    return found.map(({ id }) => id);
  };

  it.each([
    ['', 'TRUE'],
    ['/by-type/view', `interaction_type = 'view'`],
    ['?min_rating=2', 'rating >= 2'],
    ['?interaction_type=view&min_rating=1', `interaction_type = 'view' AND rating >= 1`],
    ['?days=4', `created_at >= now() - INTERVAL '4 days'`],
    ['/top-rated?sort_field=created_at', 'rating >= 1'],
  ])('are the same read in pages as in one: %s', async (path, where) => {
    const get = async (query: string): Promise<number[]> => {
      const glue = path.includes('?') ? '&' : '?';
      const { body } = await test.http.get(`/api/v1/interactions${path}${glue}${query}`);
      return (body.items as { id: number }[]).map(({ id }) => id);
    };
    for (const order of ['desc', 'asc']) {
      const expected = await all(where, order);
      const paged: number[] = [];
      for (let skip = 0; skip < expected.length; skip += 700)
        paged.push(...(await get(`skip=${skip}&limit=700&sort_order=${order}`)));
      expect(paged).toEqual(expected);
      expect(await get(`skip=${expected.length}&limit=5&sort_order=${order}`)).toEqual([]);
      expect(await get(`skip=${expected.length - 1}&limit=5&sort_order=${order}`)).toEqual(
        expected.slice(-1),
      );
    }
  });
});
