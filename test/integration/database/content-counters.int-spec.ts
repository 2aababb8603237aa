import sql from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { runSql, type SqlExecutor } from '../../../src/database/run-sql.js';
import { type CounterDifference, counterDifferences } from '../../support/counter-differences.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';
import { untilBlocked } from '../../support/until-blocked.js';
import { untilSettled } from '../../support/until-settled.js';
import { insertContent, insertTags, tagContent } from './content-rows.js';

describe('content counters', () => {
  let database: TestDatabase;
  let authors: string[];
  let tagKeys: number[];

  beforeAll(async () => {
    database = await createTestDatabase();
    const users = await Promise.all(Array.from({ length: 5 }, () => createUser(database.dataSource)));
    authors = users.map(({ id }) => id);
    tagKeys = await insertTags(database.dataSource, 8);
  });
  beforeEach(() => database.dataSource.query('TRUNCATE content_items CASCADE'));
  afterAll(() => database.drop());

  const differences = (): Promise<CounterDifference[]> => counterDifferences(database.dataSource);

  const fold = async (executor: SqlExecutor = database.dataSource): Promise<number> => {
    const [row] = await runSql<{ folded: number }>(executor, sql`SELECT fold_counters() AS folded`);
    return row!.folded;
  };

  const total = async (): Promise<number> => {
    const [row] = await runSql<{ total: number }>(
      database.dataSource,
      sql`SELECT sum(total) AS total FROM content_counters WHERE creator_id IS NULL AND day IS NULL`,
    );
    return row!.total;
  };

  it('count what one statement inserts, however many rows', async () => {
    const ids = await insertContent(database.dataSource, authors[0]!, { count: 5000 });
    await insertContent(database.dataSource, authors[1]!, {
      sourceType: 'auto',
      createdAt: new Date('2026-11-19T23:59:59.999Z'),
    });
    await tagContent(database.dataSource, ids, tagKeys);

    expect(await total()).toBe(5001);
    expect(await differences()).toEqual([]);
  });

  it('keep UTC days whatever the time zone of the session', async () => {
    await database.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL TimeZone = 'America/New_York'`);
      await insertContent(manager, authors[0]!, { createdAt: new Date('2026-11-20T01:00:00Z') });
    });

    const days = await runSql<{ day: string }>(
      database.dataSource,
      sql`SELECT DISTINCT day::text FROM content_counters WHERE day IS NOT NULL`,
    );
    expect(days).toEqual([{ day: '2026-11-20' }]);
  });

  it('follow content to another author and into privacy, its tags with it', async () => {
    const ids = await insertContent(database.dataSource, authors[0]!, { count: 10 });
    await tagContent(database.dataSource, ids, tagKeys.slice(0, 3));

    await runSql(
      database.dataSource,
      sql`UPDATE content_items SET is_private = TRUE WHERE id = ANY(${ids.slice(0, 4)})`,
    );
    await runSql(
      database.dataSource,
      sql`UPDATE content_items SET creator_id = ${authors[1]} WHERE id = ${ids[0]}`,
    );
    await runSql(database.dataSource, sql`UPDATE content_items SET title = 'other' WHERE id = ${ids[1]}`);

    const tagged = await runSql(database.dataSource, sql`SELECT FROM content_tags WHERE is_private`);
    expect(tagged).toHaveLength(12);
    expect(await differences()).toEqual([]);
  });

  it('forget what is deleted, by a cascade too', async () => {
    const ids = await insertContent(database.dataSource, authors[0]!, { count: 20 });
    await tagContent(database.dataSource, ids, tagKeys);

    await runSql(
      database.dataSource,
      sql`DELETE FROM content_tags WHERE tag_key = ${tagKeys[0]} AND content_id = ${ids[0]}`,
    );
    await runSql(database.dataSource, sql`DELETE FROM content_items WHERE id = ANY(${ids.slice(0, 15)})`);
    const [extra] = await runSql<{ key: number }>(
      database.dataSource,
      sql`INSERT INTO tags (name, slug) VALUES ('passing', 'passing') RETURNING key`,
    );
    await tagContent(database.dataSource, ids, [extra!.key]);
    await runSql(database.dataSource, sql`DELETE FROM tags WHERE key = ${extra!.key}`);

    expect(await total()).toBe(5);
    expect(await differences()).toEqual([]);
  });

  it('are undone with the transaction that wrote', async () => {
    const undone = database.dataSource.transaction(async (manager) => {
      await insertContent(manager, authors[0]!, { count: 3 });
      throw new Error('changed my mind');
    });

    await expect(undone).rejects.toThrow('changed my mind');
    expect(await differences()).toEqual([]);
  });

  it('are empty after a truncation', async () => {
    const ids = await insertContent(database.dataSource, authors[0]!, { count: 3 });
    await tagContent(database.dataSource, ids, tagKeys);
    await fold();

    await database.dataSource.query('TRUNCATE content_items CASCADE');

    expect(await differences()).toEqual([]);
  });

  it('are the same before and after changes are folded', async () => {
    const ids = await insertContent(database.dataSource, authors[0]!, { count: 10 });
    await tagContent(database.dataSource, ids, tagKeys);
    await untilSettled(database.dataSource);
    expect(await fold()).toBeGreaterThan(0);
    await runSql(database.dataSource, sql`DELETE FROM content_items WHERE id = ${ids[0]}`);

    expect(await differences()).toEqual([]);
    await untilSettled(database.dataSource);
    expect(await fold()).toBeGreaterThan(0);
    expect(await differences()).toEqual([]);
    expect(await fold()).toBe(0);
  });

  it('leave the changes of a running transaction to a later fold', async () => {
    await database.dataSource.transaction(async (manager) => {
      await insertContent(manager, authors[0]!, { count: 2 });
      await insertContent(database.dataSource, authors[1]!, { count: 3 });
      await fold();
    });

    expect(await total()).toBe(5);
    expect(await differences()).toEqual([]);
  });

  it('are not folded under a fixed snapshot, where a later fold could collide', async () => {
    await insertContent(database.dataSource, authors[0]!);
    await database.dataSource.transaction('REPEATABLE READ', async (manager) => {
      expect(await fold(manager)).toBe(0);
    });
  });

  it('stay exact in a database restored into a cluster that has seen fewer transactions', async () => {
    await insertContent(database.dataSource, authors[0]!, { count: 2 });
    await runSql(database.dataSource, sql`UPDATE counter_folds SET folded_before = '9999999999'`);
    await insertContent(database.dataSource, authors[0]!, { count: 2 });

    expect(await total()).toBe(4);
    await fold();
    expect(await differences()).toEqual([]);
  });

  it('stay exact there also when the transactions of the old cluster are overtaken', async () => {
    const ahead = sql`(pg_current_xact_id()::text::bigint + 40)::text::xid8`;
    await runSql(database.dataSource, sql`UPDATE counter_folds SET folded_before = ${ahead}`);
    await insertContent(database.dataSource, authors[0]!, { count: 2 });
    for (let spent = 0; spent < 60; spent += 1) {
      await runSql(database.dataSource, sql`SELECT pg_current_xact_id()`);
    }
    await insertContent(database.dataSource, authors[0]!, { count: 2 });

    expect(await total()).toBe(4);
    expect(await differences()).toEqual([]);
  });

  it('are empty after a TRUNCATE that ran beside a fold', async () => {
    const ids = await insertContent(database.dataSource, authors[0]!, { count: 3 });
    await tagContent(database.dataSource, ids, tagKeys);
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runSql(runner, sql`SELECT fold_counters()`);
    const truncated = runSql(database.dataSource, sql`TRUNCATE content_tags`);
    await untilBlocked(database.dataSource);
    await runner.commitTransaction();
    await runner.release();
    await truncated;

    expect(await runSql(database.dataSource, sql`SELECT FROM tag_counters HAVING sum(total) <> 0`)).toEqual(
      [],
    );
    expect(await differences()).toEqual([]);
  });

  it('are exact for every reader while 8 writers and a fold are at work, none of which deadlocks', async () => {
    const shuffled = <T>(items: T[]): T[] => [...items].sort(() => Math.random() - 0.5);
    const write = async (manager: EntityManager, own: number[]): Promise<void> => {
      for (const author of shuffled(authors)) own.push(...(await insertContent(manager, author)));
      const changed = own.at(-1)!;
      await tagContent(manager, [changed], shuffled(tagKeys).slice(0, 4));
      await runSql(manager, sql`UPDATE content_items SET is_private = NOT is_private WHERE id = ${changed}`);
      await runSql(
        manager,
        sql`DELETE FROM content_tags WHERE content_id = ${changed} AND tag_key = ANY(${tagKeys.slice(0, 4)})`,
      );
      await tagContent(manager, [changed], shuffled(tagKeys).slice(0, 4));
      await runSql(manager, sql`DELETE FROM content_items WHERE id = ${own.shift()}`);
    };
    const state = { areWriting: true };
    const writers = Promise.all(
      Array.from({ length: 8 }, async () => {
        const own: number[] = [];
        for (let round = 0; round < 25; round += 1) {
          await database.dataSource.transaction((manager) => write(manager, own));
        }
      }),
    ).finally(() => (state.areWriting = false));

    while (state.areWriting) {
      await fold();
      expect(await differences()).toEqual([]);
    }
    await writers;
    expect(await total()).toBe(8 * 25 * 4);
    expect(await differences()).toEqual([]);
  });
});
