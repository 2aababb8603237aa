import sql from 'sql-template-tag';
import type { EntityManager } from 'typeorm';
import { runSql } from '../../../src/database/run-sql.js';
import { untilBlocked } from '../../support/until-blocked.js';
import { untilSettled } from '../../support/until-settled.js';
import { CountedInteractions } from './counted-interactions.js';
import { insertInteractions } from './interaction-rows.js';

describe('interaction counters and their folds', () => {
  const counted = CountedInteractions.prepare();
  const { users, contents, act, fold, total, uniqueUsers, expectExact } = counted;

  it('are the same before, between and after folds of a part of the changes', async () => {
    for (const user of users) await act(user, contents[1]!, { type: 'like' }, 4);
    await untilSettled(counted.dataSource);
    expect(await fold(counted.dataSource, 7)).toBe(7);
    await expectExact();
    await runSql(counted.dataSource, sql`DELETE FROM user_interactions WHERE user_id = ${users[0]}`);
    await untilSettled(counted.dataSource);
    for (;;) {
      await expectExact();
      if ((await fold(counted.dataSource, 7)) === 0) break;
    }
    expect(await uniqueUsers()).toBe(4);
  });

  it('are folded together with those of content', async () => {
    await act(users[0]!, contents[0]!, {}, 5);
    await untilSettled(counted.dataSource);
    await runSql(counted.dataSource, sql`SELECT fold_counters()`);
    expect(await runSql(counted.dataSource, sql`SELECT FROM interaction_changes`)).toEqual([]);
    await expectExact();
  });

  it('are not folded by writers of content, who pause', async () => {
    await act(users[0]!, contents[0]!, {}, 5);
    await runSql(counted.dataSource, sql`SELECT pg_sleep(0.3), fold_counters(pause => '250 ms')`);
    await untilSettled(counted.dataSource);
    expect(await fold()).toBe(5);
  });

  it('leave the changes of a running transaction to a later fold', async () => {
    await counted.dataSource.transaction(async (manager) => {
      await insertInteractions(manager, { userId: users[0]! }, 2);
      await act(users[1]!, contents[0]!, {}, 3);
      await fold();
    });

    expect(await total()).toBe(5);
    await expectExact();
  });

  it('are not folded under a fixed snapshot, where a later fold could collide', async () => {
    await act(users[0]!, contents[0]!);
    await counted.dataSource.transaction('REPEATABLE READ', async (manager) => {
      expect(await fold(manager)).toBe(0);
    });
  });

  it.each(['READ COMMITTED', 'REPEATABLE READ'] as const)(
    'stay exact in a database restored into a cluster that has seen fewer transactions, %s',
    async (isolation) => {
      const act = (userId: string): Promise<number[]> =>
        counted.dataSource.transaction(isolation, (manager) =>
          insertInteractions(manager, { userId, contentItemId: contents[0]! }, 2),
        );
      await act(users[0]!);
      const ahead = sql`(pg_current_xact_id()::text::bigint + 40)::text::xid8`;
      await runSql(counted.dataSource, sql`UPDATE interaction_folds SET folded_before = ${ahead}`);
      await act(users[1]!);
      for (let spent = 0; spent < 60; spent += 1) {
        await runSql(counted.dataSource, sql`SELECT pg_current_xact_id()`);
      }
      await act(users[2]!);

      expect(await total()).toBe(6);
      await expectExact();
    },
  );

  it('are empty after a TRUNCATE that ran beside a fold', async () => {
    await act(users[0]!, contents[0]!, {}, 3);
    const runner = counted.dataSource.createQueryRunner();
    await runner.startTransaction();
    await fold(runner.manager);
    const truncated = runSql(counted.dataSource, sql`TRUNCATE user_interactions`);
    await untilBlocked(counted.dataSource);
    await runner.commitTransaction();
    await runner.release();
    await truncated;

    expect(await total()).toBe(0);
    expect(await uniqueUsers()).toBe(0);
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
          await counted.dataSource.transaction((manager) => write(manager, own));
        }
      }),
    ).finally(() => (state.areWriting = false));

    while (state.areWriting) {
      await fold(counted.dataSource, 20);
      await expectExact();
    }
    await writers;
    expect(await total()).toBe(8 * 15 * 4);
    await expectExact();
  });
});
