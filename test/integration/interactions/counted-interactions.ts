import sql, { raw } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { runSql, type SqlExecutor } from '../../../src/database/run-sql.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';
import { insertContent } from '../database/content-rows.js';
import { counterDifferences, insertInteractions } from './interaction-rows.js';

/** A database of some users and items, without interactions before each test; and what tests of the counters ask of it. */
export class CountedInteractions {
  readonly users: string[] = [];
  readonly contents: number[] = [];
  private stored: TestDatabase | undefined;

  /** To be called inside `describe`. */
  static prepare(): CountedInteractions {
    const counted = new CountedInteractions();
    beforeAll(() => counted.create());
    beforeEach(() => counted.dataSource.query('TRUNCATE user_interactions'));
    afterAll(() => counted.database.drop());
    return counted;
  }

  get database(): TestDatabase {
    return this.stored!;
  }

  get dataSource(): DataSource {
    return this.database.dataSource;
  }

  readonly expectExact = async (): Promise<void> => {
    expect(await counterDifferences(this.dataSource)).toEqual([]);
  };

  readonly act = (
    userId: string,
    contentItemId: number | null,
    more: object = {},
    count = 1,
  ): Promise<number[]> => insertInteractions(this.dataSource, { userId, contentItemId, ...more }, count);

  readonly fold = async (executor: SqlExecutor = this.dataSource, most = 50_000): Promise<number> => {
    const [row] = await runSql<{ folded: number }>(
      executor,
      sql`SELECT fold_interactions(most_changes => ${most}) AS folded`,
    );
    return row!.folded;
  };

  readonly total = async (counters = 'overall', condition = 'TRUE'): Promise<number> => {
    const [row] = await runSql<{ total: number }>(
      this.dataSource,
      sql`
        SELECT coalesce(sum(total), 0) AS total
        FROM ${raw(`interaction_counters_${counters}`)}
        WHERE ${raw(condition)}`,
    );
    return row!.total;
  };

  readonly uniqueUsers = async (): Promise<number> => {
    const [row] = await runSql<{ total: number }>(this.dataSource, sql`SELECT total FROM interacting_users`);
    return row!.total;
  };

  private async create(): Promise<void> {
    this.stored = await createTestDatabase();
    const created = await Promise.all(Array.from({ length: 5 }, () => createUser(this.dataSource)));
    this.users.push(...created.map(({ id }) => id));
    this.contents.push(...(await insertContent(this.dataSource, this.users[0]!, { count: 6 })));
  }
}
