import sql from 'sql-template-tag';
import { runSql } from '../../../src/database/run-sql.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';
import { insertTags } from './content-rows.js';

describe('tag rating totals', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    for (let n = 0; n < 3; n += 1) await createUser(database.dataSource);
  });
  beforeEach(async () => {
    await runSql(database.dataSource, sql`TRUNCATE tags CASCADE`);
    await insertTags(database.dataSource, 3);
    await runSql(
      database.dataSource,
      sql`INSERT INTO tag_ratings (user_id, tag_id, rating) SELECT u.id, t.id, 2.5 FROM users u, tags t`,
    );
  });
  afterAll(() => database.drop());

  const totals = (): Promise<{ name: string; count: number; sum: number }[]> =>
    runSql(
      database.dataSource,
      sql`
        SELECT t.name, r.rating_count AS count, r.rating_sum AS sum
        FROM tag_rating_totals r
        JOIN tags t ON t.id = r.tag_id
        ORDER BY t.name`,
    );

  it('add up what was rated, changed and taken back', async () => {
    await runSql(
      database.dataSource,
      sql`UPDATE tag_ratings SET rating = 5 WHERE tag_id = (SELECT id FROM tags WHERE name = 'tag 1')`,
    );
    await runSql(
      database.dataSource,
      sql`
        DELETE FROM tag_ratings
        WHERE tag_id = (SELECT id FROM tags WHERE name = 'tag 2') AND user_id = (SELECT id FROM users LIMIT 1)`,
    );

    expect(await totals()).toEqual([
      { name: 'tag 1', count: 3, sum: 15 },
      { name: 'tag 2', count: 2, sum: 5 },
      { name: 'tag 3', count: 3, sum: 7.5 },
    ]);
  });

  it('count a rating given again once', async () => {
    await runSql(
      database.dataSource,
      sql`
        INSERT INTO tag_ratings (user_id, tag_id, rating)
        SELECT u.id, t.id, 4 FROM users u, tags t
        ON CONFLICT (user_id, tag_id) DO UPDATE SET rating = excluded.rating`,
    );

    expect((await totals()).map(({ count, sum }) => [count, sum])).toEqual([
      [3, 12],
      [3, 12],
      [3, 12],
    ]);
  });

  it('go with their tag', async () => {
    await runSql(database.dataSource, sql`DELETE FROM tags WHERE name = 'tag 1'`);
    expect((await totals()).map(({ name }) => name)).toEqual(['tag 2', 'tag 3']);
  });

  it('are empty after a truncation', async () => {
    await runSql(database.dataSource, sql`TRUNCATE tag_ratings`);
    expect(await totals()).toEqual([]);
  });
});
