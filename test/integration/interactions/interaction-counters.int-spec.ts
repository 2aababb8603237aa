import pg from 'pg';
import sql from 'sql-template-tag';
import { CountInteractions1795134180000 } from '../../../migrations/1795134180000-count-interactions.js';
import { runSql } from '../../../src/database/run-sql.js';
import { copyRows } from '../../../src/demo-data/copy-writer.js';
import { insertContent } from '../database/content-rows.js';
import { CountedInteractions } from './counted-interactions.js';
import { insertInteractions } from './interaction-rows.js';

describe('interaction counters', () => {
  const counted = CountedInteractions.prepare();
  const { users, contents, act, fold, total, uniqueUsers, expectExact } = counted;

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
    await counted.dataSource.transaction(async (manager) => {
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
      counted.dataSource,
      sql`UPDATE user_interactions SET rating = 5, duration = 7 WHERE id = ${id}`,
    );
    await runSql(counted.dataSource, sql`UPDATE user_interactions SET rating = 1, duration = duration + 1`);
    await runSql(counted.dataSource, sql`UPDATE user_interactions SET interaction_metadata = '{"a": 1}'`);

    expect(await total('by_content', `content_item_id = ${contents[0]!} AND rating = 1`)).toBe(3);
    await expectExact();
  });

  it.each([
    ['a user', (to: string) => sql`user_id = ${to}`],
    ['an item', () => sql`content_item_id = ${contents[3]!}`],
    ['no item', () => sql`content_item_id = NULL`],
    ['a type', () => sql`interaction_type = 'share'`],
    ['a day', () => sql`created_at = created_at - INTERVAL '30 hours'`],
  ])('follow interactions moved to %s', async (_case, change) => {
    await act(users[0]!, contents[0]!, { rating: 2, duration: 3 }, 3);
    await act(users[1]!, contents[1]!, { type: 'like' }, 2);
    await fold();
    await runSql(counted.dataSource, sql`UPDATE user_interactions SET ${change(users[2]!)} WHERE rating = 2`);
    await expectExact();
    await fold();
    await expectExact();
  });

  it('keep no totals of what is all gone', async () => {
    await act(users[0]!, contents[0]!, { rating: 5, duration: 3 }, 3);
    await act(users[1]!, contents[0]!);
    await fold();
    await runSql(counted.dataSource, sql`DELETE FROM user_interactions WHERE rating = 5`);
    await fold();
    const empty = sql`SELECT FROM interaction_totals WHERE total = 0`;
    expect(await runSql(counted.dataSource, empty)).toEqual([]);
    await expectExact();
    await runSql(counted.dataSource, sql`DELETE FROM user_interactions`);
    await fold();
    expect(await runSql(counted.dataSource, sql`SELECT FROM interaction_totals`)).toEqual([]);
    await expectExact();
  });

  it('forget what is deleted, and users whose last interaction it was', async () => {
    await act(users[0]!, contents[0]!, {}, 10);
    await act(users[1]!, contents[0]!, {}, 10);
    await fold();
    await runSql(counted.dataSource, sql`DELETE FROM user_interactions WHERE user_id = ${users[1]}`);

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
    const [doomed] = await insertContent(counted.dataSource, users[0]!);
    await act(users[0]!, doomed!, { rating: 3 }, 1500);
    await act(users[1]!, contents[0]!, {}, 2);
    await runSql(counted.dataSource, sql`DELETE FROM content_items WHERE id = ${doomed}`);

    expect(await total('by_content', `content_item_id = ${doomed!}`)).toBe(0);
    expect(await total('by_user', `user_id = '${users[0]!}'`)).toBe(1500);
    await expectExact();
  });

  it('are undone with the transaction that wrote', async () => {
    const undone = counted.dataSource.transaction(async (manager) => {
      await insertInteractions(manager, { userId: users[0]! }, 3);
      throw new Error('changed my mind');
    });

    await expect(undone).rejects.toThrow('changed my mind');
    expect(await total()).toBe(0);
    await expectExact();
  });

  it('are undone with a savepoint, and so is a fold after it', async () => {
    await act(users[0]!, contents[0]!, {}, 2);
    await counted.dataSource.transaction(async (manager) => {
      await insertInteractions(manager, { userId: users[1]! });
      const undone = manager.transaction(async (nested) => {
        await insertInteractions(nested, { userId: users[2]! }, 3);
        expect(await fold(nested)).toBeGreaterThan(0);
        throw new Error('changed my mind');
      });
      await expect(undone).rejects.toThrow('changed my mind');
      await fold(manager);
    });

    expect(await total()).toBe(3);
    expect(await uniqueUsers()).toBe(2);
    await expectExact();
  });

  it('count what COPY writes', async () => {
    const client = new pg.Client(counted.database.url);
    await client.connect();
    const target = {
      table: 'user_interactions',
      columns: ['user_id', 'content_item_id', 'interaction_type', 'duration'],
    };
    const rows = Array.from({ length: 1200 }, (_unused, n) => [users[n % 2]!, contents[0]!, 'view', n % 7]);
    await copyRows(client, target, rows, () => undefined).finally(() => client.end());

    expect(await total()).toBe(1200);
    await expectExact();
  });

  it('count what is written under a fixed snapshot', async () => {
    await counted.dataSource.transaction('REPEATABLE READ', async (manager) => {
      await insertInteractions(manager, { userId: users[0]! }, 2);
      await act(users[1]!, contents[0]!);
      await fold();
      await insertInteractions(manager, { userId: users[0]! }, 1200);
    });

    expect(await total()).toBe(1203);
    await expectExact();
    await fold();
    await expectExact();
  });

  it('are counted anew from the rows, whatever they were', async () => {
    await act(users[0]!, contents[0]!, { rating: 3, duration: 5 }, 3);
    await act(users[1]!, null);
    await fold();
    await runSql(counted.dataSource, sql`UPDATE interaction_totals SET total = total + 1, duration = 0`);
    await act(users[1]!, contents[2]!);
    await runSql(counted.dataSource, sql`SELECT recount_interactions()`);

    await expectExact();
    await act(users[2]!, contents[2]!);
    await expectExact();
  });

  it('count what was there before there were counters', async () => {
    const migration = new CountInteractions1795134180000();
    const runner = counted.dataSource.createQueryRunner();
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
});
