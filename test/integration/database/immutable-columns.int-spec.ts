import sql, { type Sql } from 'sql-template-tag';
import { pgFailure } from '../../../src/database/pg-errors.js';
import { runSql } from '../../../src/database/run-sql.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';
import { insertContent } from './content-rows.js';

describe('immutable columns', () => {
  let database: TestDatabase;
  let contentId: number;

  beforeAll(async () => {
    database = await createTestDatabase();
    const { id } = await createUser(database.dataSource);
    [contentId] = (await insertContent(database.dataSource, id)) as [number];
    await runSql(
      database.dataSource,
      sql`INSERT INTO generation_jobs (user_id, job_type, prompt) VALUES (${id}, 'text_generation', 'a prompt')`,
    );
  });
  afterAll(() => database.drop());

  const constraintThatRefuses = (statement: Sql): Promise<string | undefined> =>
    runSql(database.dataSource, statement).then(
      () => undefined,
      (error: unknown) => pgFailure(error)?.constraint,
    );

  it.each([
    ['ck_content_items_prompt_immutable', sql`UPDATE content_items SET prompt = 'another'`],
    ['ck_content_items_source_type_immutable', sql`UPDATE content_items SET source_type = 'auto'`],
    ['ck_content_items_created_at_immutable', sql`UPDATE content_items SET created_at = now()`],
    ['ck_generation_jobs_prompt_immutable', sql`UPDATE generation_jobs SET prompt = 'another'`],
  ])('%s names the refusal of a change', async (constraint, statement) => {
    expect(await constraintThatRefuses(statement)).toBe(constraint);
  });

  it('may be written with the value they have', async () => {
    const unchanged = sql`UPDATE content_items SET prompt = 'a prompt', title = 'new' WHERE id = ${contentId}`;
    expect(await constraintThatRefuses(unchanged)).toBeUndefined();
  });
});
