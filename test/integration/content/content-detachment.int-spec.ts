import sql, { raw } from 'sql-template-tag';
import { detachContent, isInWideUse } from '../../../src/content/content-detachment.queries.js';
import { runSql } from '../../../src/database/run-sql.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';
import { insertContent } from '../database/content-rows.js';
import { counterDifferences } from '../interactions/interaction-rows.js';

const part = 400;

describe('content in wide use', () => {
  let database: TestDatabase;
  let userId: string;
  let item: number;
  let other: number;

  beforeAll(async () => {
    database = await createTestDatabase();
    ({ id: userId } = await createUser(database.dataSource));
  });
  beforeEach(async () => {
    await database.dataSource.query('TRUNCATE user_interactions, recommendations');
    [item, other] = (await insertContent(database.dataSource, userId, { count: 2 })) as [number, number];
  });
  afterAll(() => database.drop());

  /** Many at the same time, so that parts end in the midst of equal times. */
  const act = (on: number, count: number) =>
    runSql(
      database.dataSource,
      sql`
        INSERT INTO user_interactions (user_id, content_item_id, interaction_type, created_at)
        SELECT ${userId}, ${on}, 'view', now() - INTERVAL '1 hour' * (n / 150)
        FROM generate_series(1, ${count}::int) AS n`,
    );
  const recommend = (on: number, count: number) =>
    runSql(
      database.dataSource,
      sql`
        INSERT INTO recommendations (user_id, content_item_id, recommendation_score, algorithm_version)
        SELECT ${userId}, ${on}, 0.5, 'editor' FROM generate_series(1, ${count}::int)`,
    );
  const countLinks = async (table: string, to: number): Promise<number> => {
    const found = sql`SELECT FROM ${raw(table)} WHERE content_item_id = ${to}`;
    return (await runSql(database.dataSource, found)).length;
  };

  it.each([1, part, part + 1, 2500])('is forgotten in parts by all %d that refer to it', async (count) => {
    await act(item, count);
    await recommend(item, count);
    await act(other, 30);
    await recommend(other, 30);
    await database.dataSource.transaction((manager) => detachContent(manager, item, part));

    for (const table of ['user_interactions', 'recommendations']) {
      expect(await countLinks(table, item)).toBe(0);
      expect(await countLinks(table, other)).toBe(30);
    }
    expect(await counterDifferences(database.dataSource)).toEqual([]);
  });

  it('is remembered by all when the transaction fails', async () => {
    await act(item, 1000);
    const failed = database.dataSource.transaction(async (manager) => {
      await detachContent(manager, item, part);
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await countLinks('user_interactions', item)).toBe(1000);
  });

  it.each([
    ['interactions', act],
    ['recommendations', recommend],
  ])('is what more than a thousand %s refer to', async (_what, refer) => {
    await refer(item, 1000);
    expect(await isInWideUse(database.dataSource, item)).toBe(false);
    await refer(item, 1);
    expect(await isInWideUse(database.dataSource, item)).toBe(true);
    expect(await isInWideUse(database.dataSource, other)).toBe(false);
  });
});
