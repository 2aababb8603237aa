import sql from 'sql-template-tag';
import { PreparedStatements } from '../../../src/database/prepared-statements.js';
import { runSql } from '../../../src/database/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';

describe('PreparedStatements', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  /** Names on one connection; the pool hands out the same one while nothing else asks. */
  async function preparedTexts(): Promise<string[]> {
    const rows = await runSql<{ statement: string }>(
      database.dataSource,
      sql`SELECT statement FROM pg_prepared_statements WHERE name LIKE 'genonaut%' ORDER BY statement`,
    );
    return rows.map(({ statement }) => statement);
  }

  it('prepares a statement when it comes for the third time, and answers alike before and after', async () => {
    const statements = new PreparedStatements(database.dataSource);
    for (let use = 1; use <= 5; use += 1) {
      expect(await runSql(statements, sql`SELECT ${use}::int AS use`)).toEqual([{ use }]);
      expect((await preparedTexts()).length).toBe(use < 3 ? 0 : 1);
    }
  });

  it('says which statement failed', async () => {
    const statements = new PreparedStatements(database.dataSource);
    const failing = runSql(statements, sql`SELECT 1 / ${0}::int AS never`);
    await expect(failing).rejects.toMatchObject({ query: 'SELECT 1 / $1::int AS never', code: '22012' });
  });
});
