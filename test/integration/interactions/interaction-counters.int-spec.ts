import { setTimeout as sleep } from 'node:timers/promises';
import sql, { raw } from 'sql-template-tag';
import type { DataSource, EntityManager } from 'typeorm';
import { CountInteractions1795134180000 } from '../../../migrations/1795134180000-count-interactions.js';
import { runSql, type SqlExecutor } from '../../../src/database/run-sql.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';
import { insertContent } from '../database/content-rows.js';
import { counterDifferences, insertInteractions } from './interaction-rows.js';

/** Waits until some session of the database waits for a lock. */
async function untilBlocked(dataSource: DataSource): Promise<void> {
  const waiting = sql`
    SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  while ((await runSql(dataSource, waiting)).length === 0) await sleep(5);
}

describe('interaction counters', () => {
  let database: TestDatabase;
  let users: string[];
  let contents: number[];

  beforeAll(async () => {
    database = await createTestDatabase();
    const created = await Promise.all(Array.from({ length: 5 }, () => createUser(database.dataSource)));
    users = created.map(({ id }) => id);
    contents = await insertContent(database.dataSource, users[0]!, { count: 6 });
  });
  beforeEach(() => database.dataSource.query('TRUNCATE user_interactions'));
  afterAll(() => database.drop());

  const expectExact = async (): Promise<void> => {
    expect(await counterDifferences(database.dataSource)).toEqual([]);
  };
  const act = (
    userId: string,
    contentItemId: number | null,
    more: object = {},
    count = 1,
  ): Promise<number[]> => insertInteractions(database.dataSource, { userId, contentItemId, ...more }, count);

  const fold = async (executor: SqlExecutor = database.dataSource, most = 50_000): Promise<number> => {
    const [row] = await runSql<{ folded: number }>(
      executor,
      sql`SELECT fold_interactions(most_changes => ${most}) AS folded`,
    );
    return row!.folded;
  };

  const total = async (counters = 'overall', condition = 'TRUE'): Promise<number> => {
    const [row] = await runSql<{ total: number }>(
      database.dataSource,
      sql`
        SELECT coalesce(sum(total), 0) AS total
        FROM ${raw(`interaction_counters_${counters}`)}
        WHERE ${raw(condition)}`,
    );
    return row!.total;
  };

  const uniqueUsers = async (): Promise<number> => {
    const [row] = await runSql<{ total: number }>(
      database.dataSource,
      sql`SELECT total FROM interacting_users`,
    );
    return row!.total;
  };

  it.each([1, 1000, 1001, 5000])('count the rows of one statement, all %d of them', async (count) => {
    await act(users[0]!, contents[0]!, { type: 'rate', rating: 4, duration: 30 }, count);
    await act(users[1]!, null, { createdAt: new Date('2026-11-19T23:59:59.999Z') }, count);

    expect(await total()).toBe(2 * count);
    expect(await uniqueUsers()).toBe(2);
    await expectExact();
    await fold();
    await expectExact();
  });

  it('keep UTC days whatever the time zone of the session', async () => {
    await database.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL TimeZone = 'America/New_York'`);
      await insertInteractions(manager, { userId: users[0]!, createdAt: new Date('2026-11-20T01:00:00Z') });
    });

    expect(await total('by_day', `day = '2026-11-20'`)).toBe(1);
    await expectExact();
  });

  it('follow a changed rating and a changed duration', async () => {
    const [id] = await act(users[0]!, contents[0]!, { rating: 2 }, 3);
    await fold();
    await runSql(
      database.dataSource,
      sql`UPDATE user_interactions SET rating = 5, duration = 7 WHERE id = ${id}`,
    );
    await runSql(database.dataSource, sql`UPDATE user_interactions SET rating = 1, duration = duration + 1`);
    await runSql(database.dataSource, sql`UPDATE user_interactions SET interaction_metadata = '{"a": 1}'`);

    expect(await total('by_content', `content_item_id = ${contents[0]!} AND rating = 1`)).toBe(3);
    await expectExact();
  });

  it('forget what is deleted, and users whose last interaction it was', async () => {
    await act(users[0]!, contents[0]!, {}, 10);
    await act(users[1]!, contents[0]!, {}, 10);
    await fold();
    await runSql(database.dataSource, sql`DELETE FROM user_interactions WHERE user_id = ${users[1]}`);

    expect(await uniqueUsers()).toBe(1);
    await expectExact();
    await fold();
    expect(await uniqueUsers()).toBe(1);
    await expectExact();
    await act(users[1]!, contents[0]!);
    expect(await uniqueUsers()).toBe(2);
    await expectExact();
  });

  it('keep what was done with content that is deleted, under its user', async () => {
    const [doomed] = await insertContent(database.dataSource, users[0]!);
    await act(users[0]!, doomed!, { rating: 3 }, 1500);
    await act(users[1]!, contents[0]!, {}, 2);
    await runSql(database.dataSource, sql`DELETE FROM content_items WHERE id = ${doomed}`);

    expect(await total('by_content', `content_item_id = ${doomed!}`)).toBe(0);
    expect(await total('by_user', `user_id = '${users[0]!}'`)).toBe(1500);
    await expectExact();
  });

  it('are undone with the transaction that wrote', async () => {
    const undone = database.dataSource.transaction(async (manager) => {
      await insertInteractions(manager, { userId: users[0]! }, 3);
      throw new Error('changed my mind');
    });

    await expect(undone).rejects.toThrow('changed my mind');
    expect(await total()).toBe(0);
    await expectExact();
  });

  it('are the same before, between and after folds of a part of the changes', async () => {
    for (const user of users) await act(user, contents[1]!, { type: 'like' }, 4);
    expect(await fold(database.dataSource, 7)).toBe(7);
    await expectExact();
    await runSql(database.dataSource, sql`DELETE FROM user_interactions WHERE user_id = ${users[0]}`);
    for (;;) {
      await expectExact();
      if ((await fold(database.dataSource, 7)) === 0) break;
    }
    expect(await uniqueUsers()).toBe(4);
  });

  it('are folded together with those of content', async () => {
    await act(users[0]!, contents[0]!, {}, 5);
    await runSql(database.dataSource, sql`SELECT fold_counters()`);
    expect(await runSql(database.dataSource, sql`SELECT FROM interaction_changes`)).toEqual([]);
    await expectExact();
  });

  it('leave the changes of a running transaction to a later fold', async () => {
    await database.dataSource.transaction(async (manager) => {
      await insertInteractions(manager, { userId: users[0]! }, 2);
      await act(users[1]!, contents[0]!, {}, 3);
      await fold();
    });

    expect(await total()).toBe(5);
    await expectExact();
  });

  it('are not folded under a fixed snapshot, where a later fold could collide', async () => {
    await act(users[0]!, contents[0]!);
    await database.dataSource.transaction('REPEATABLE READ', async (manager) => {
      expect(await fold(manager)).toBe(0);
    });
  });

  it('stay exact in a database restored into a cluster that has seen fewer transactions', async () => {
    await act(users[0]!, contents[0]!, {}, 2);
    const ahead = sql`(pg_current_xact_id()::text::bigint + 40)::text::xid8`;
    await runSql(database.dataSource, sql`UPDATE interaction_folds SET folded_before = ${ahead}`);
    await act(users[1]!, contents[0]!, {}, 2);
    for (let spent = 0; spent < 60; spent += 1) {
      await runSql(database.dataSource, sql`SELECT pg_current_xact_id()`);
    }
    await act(users[2]!, contents[0]!, {}, 2);

    expect(await total()).toBe(6);
    await expectExact();
  });

  it('are empty after a TRUNCATE that ran beside a fold', async () => {
    await act(users[0]!, contents[0]!, {}, 3);
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await fold(runner.manager);
    const truncated = runSql(database.dataSource, sql`TRUNCATE user_interactions`);
    await untilBlocked(database.dataSource);
    await runner.commitTransaction();
    await runner.release();
    await truncated;

    expect(await total()).toBe(0);
    expect(await uniqueUsers()).toBe(0);
    await expectExact();
  });

  it('are counted anew from the rows, whatever they were', async () => {
    await act(users[0]!, contents[0]!, { rating: 3, duration: 5 }, 3);
    await act(users[1]!, null);
    await fold();
    await runSql(database.dataSource, sql`UPDATE interaction_totals SET total = total + 1, duration = 0`);
    await act(users[1]!, contents[2]!);
    await runSql(database.dataSource, sql`SELECT recount_interactions()`);

    await expectExact();
    await act(users[2]!, contents[2]!);
    await expectExact();
  });

  it('count what was there before there were counters', async () => {
    const migration = new CountInteractions1795134180000();
    const runner = database.dataSource.createQueryRunner();
    try {
      await migration.down(runner);
      await insertInteractions(
        runner.manager,
        { userId: users[0]!, contentItemId: contents[0]!, rating: 4 },
        3,
      );
      await migration.up(runner);
    } finally {
      await runner.release();
    }
    expect(await total()).toBe(3);
    await expectExact();
  });

  it('are exact for every reader while 8 writers and a fold are at work, none of which deadlocks', async () => {
    const any = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!;
    const write = async (manager: EntityManager, own: number[]): Promise<void> => {
      for (const user of users) {
        own.push(...(await insertInteractions(manager, { userId: user, contentItemId: any(contents) })));
      }
      const changed = any(own);
      await runSql(manager, sql`UPDATE user_interactions SET rating = 4, duration = 9 WHERE id = ${changed}`);
      await runSql(manager, sql`DELETE FROM user_interactions WHERE id = ${own.shift()}`);
    };
    const state = { areWriting: true };
    const writers = Promise.all(
      Array.from({ length: 8 }, async () => {
        const own: number[] = [];
        for (let round = 0; round < 15; round += 1) {
          await database.dataSource.transaction((manager) => write(manager, own));
        }
      }),
    ).finally(() => (state.areWriting = false));

    while (state.areWriting) {
      await fold(database.dataSource, 20);
      await expectExact();
    }
    await writers;
    expect(await total()).toBe(8 * 15 * 4);
    await expectExact();
  });
});
