import sql from 'sql-template-tag';
import { runSql } from '../../../src/database/run-sql.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { untilBlocked } from '../../support/until-blocked.js';

const acts = 1500;

describe('content that much was done with', () => {
  let test: TestApp;
  let user: User;
  let contentId: number;

  beforeAll(async () => {
    test = await createTestApp();
    user = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  beforeEach(async () => {
    ({ id: contentId } = await createContent(test.dataSource, { creatorId: user.id }));
    await runSql(
      test.dataSource,
      sql`
        INSERT INTO user_interactions (user_id, content_item_id, interaction_type, created_at)
        SELECT ${user.id}, ${contentId}, 'view', now() - INTERVAL '1 minute' * n
        FROM generate_series(1, ${acts}::int) AS n`,
    );
    await runSql(
      test.dataSource,
      sql`
        INSERT INTO recommendations (user_id, content_item_id, recommendation_score, algorithm_version)
        VALUES (${user.id}, ${contentId}, 0.5, 'editor')`,
    );
  });

  const path = (): string => `/api/v1/content/${contentId}`;
  const act = () =>
    test.http
      .post('/api/v1/interactions')
      .send({ user_id: user.id, content_item_id: contentId, interaction_type: 'like' });

  const countLinks = async (): Promise<number> => {
    const { body } = await test.http.get(`/api/v1/interactions?content_item_id=${contentId}&limit=1`);
    return body.total as number;
  };

  /** Does something while the deletion waits for one of the acts, which somebody else is changing. */
  const duringDeletion = async (condition: Record<string, string>, work: () => Promise<void>) => {
    const runner = test.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await runSql(
        runner.manager,
        sql`SELECT FROM user_interactions WHERE content_item_id = ${contentId} ORDER BY id LIMIT 1 FOR UPDATE`,
      );
      const [answer] = await Promise.all([
        test.http.delete(path()).set(condition),
        untilBlocked(test.dataSource)
          .then(work)
          .finally(() => runner.commitTransaction()),
      ]);
      return answer;
    } finally {
      await runner.release();
    }
  };

  it('is deleted, and what was done with it and recommended of it stays', async () => {
    expect((await test.http.delete(path())).status).toBe(200);
    expectError(await test.http.get(path()), 404, 'NOT_FOUND');
    expect(await countLinks()).toBe(0);
    const { body } = await test.http.get(`/api/v1/users/${user.id}/interactions?limit=1`);
    expect(body.total).toBeGreaterThanOrEqual(acts);
    const left = sql`SELECT FROM recommendations WHERE user_id = ${user.id} AND content_item_id IS NULL`;
    expect((await runSql(test.dataSource, left)).length).toBeGreaterThan(0);
  });

  it('takes further acts while it is being deleted', async () => {
    const deleted = await duringDeletion({}, async () => {
      expect((await act()).status).toBe(201);
    });
    expect(deleted.status).toBe(200);
    expect(await countLinks()).toBe(0);
    expectError(await act(), 422, 'VALIDATION_ERROR');
  });

  it('keeps all that was done with it when it is not deleted', async () => {
    expectError(await test.http.delete(path()).set('If-Match', '"0000"'), 412, 'PRECONDITION_FAILED');
    expectError(await test.http.delete(`/api/v1/content-auto/${contentId}`), 404, 'NOT_FOUND');
    expect(await countLinks()).toBe(acts);
  });

  it('keeps it also when it changes while it is being deleted', async () => {
    const { headers } = await test.http.get(path());
    const refused = await duringDeletion({ 'If-Match': headers.etag as string }, async () => {
      expect((await test.http.put(path()).send({ title: 'Changed meanwhile' })).status).toBe(200);
    });
    expectError(refused, 412, 'PRECONDITION_FAILED');
    expect(await countLinks()).toBe(acts);
  });
});
