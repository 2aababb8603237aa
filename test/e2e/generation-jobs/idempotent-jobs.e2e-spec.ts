import sql from 'sql-template-tag';
import { runSql } from '../../../src/database/run-sql.js';
import { GenerationJob } from '../../../src/generation-jobs/generation-job.entity.js';
import { IdempotencyService } from '../../../src/idempotency/idempotency.service.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('a job asked for with an Idempotency-Key', () => {
  let test: TestApp;
  let user: User;

  beforeAll(async () => {
    test = await createTestApp();
  });
  beforeEach(async () => {
    await runSql(test.dataSource, sql`DELETE FROM idempotency_keys`);
    user = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const valid = (more: object = {}): object => ({
    user_id: user.id,
    job_type: 'text',
    prompt: 'the sea',
    params: { a: 1, b: { c: [2], d: 3 } },
    ...more,
  });
  const ask = (key: string, body: object = valid(), path = 'generation-jobs') =>
    test.http.post(`/api/v1/${path}`).set('Idempotency-Key', key).send(body);
  const jobs = () => test.dataSource.getRepository(GenerationJob).countBy({ userId: user.id });
  /** As if the request had been made so long ago. */
  const age = (minutes: number) =>
    runSql(
      test.dataSource,
      sql`
        UPDATE idempotency_keys
        SET created_at = created_at - make_interval(mins => ${minutes}),
            expires_at = expires_at - make_interval(mins => ${minutes})`,
    );
  /** As if the process had died before the answer was stored. */
  const forgetAnswers = () =>
    runSql(test.dataSource, sql`UPDATE idempotency_keys SET response_status = NULL, response_body = NULL`);

  it('is created once, and the first answer comes again word for word', async () => {
    const first = await ask('once');
    expect([first.status, first.headers['idempotent-replayed']]).toEqual([201, undefined]);
    await test.http.put(`/api/v1/generation-jobs/${first.body.id}/start`);
    for (const path of ['generation-jobs', 'generate-content']) {
      const again = await ask('once', valid(), path);
      expect([again.status, again.headers['idempotent-replayed']]).toEqual([201, 'true']);
      expect(again.text).toBe(first.text);
    }
    expect(await jobs()).toBe(1);
  });

  it('is the same job when its members come in another order', async () => {
    const first = await ask('order', valid());
    const again = await ask('order', {
      params: { b: { d: 3, c: [2] }, a: 1 },
      prompt: 'the sea',
      job_type: 'text',
      user_id: user.id,
    });
    expect(again.text).toBe(first.text);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  it('is refused with another body', async () => {
    await ask('other');
    for (const change of [{ prompt: 'the seas' }, { params: { a: 1 } }, { unknown: 1 }]) {
      const response = await ask('other', valid(change));
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body).toMatchObject({
        detail: 'Idempotency-Key was used for a request with another body',
        errors: [{ field: 'Idempotency-Key' }],
      });
    }
    expect(await jobs()).toBe(1);
  });

  it('is another job for another user, and another job without a key', async () => {
    const first = await ask('mine');
    const other = await createUser(test.dataSource);
    const theirs = await ask('mine', valid({ user_id: other.id }));
    const bare = await test.http.post('/api/v1/generation-jobs').send(valid());
    expect([theirs.status, bare.status]).toEqual([201, 201]);
    expect(new Set([first.body.id, theirs.body.id, bare.body.id]).size).toBe(3);
  });

  it('is created once by twenty equal requests at a time', async () => {
    for (let round = 0; round < 3; round += 1) {
      const before = await jobs();
      const responses = await Promise.all(Array.from({ length: 20 }, () => ask(`rush-${round}`)));
      const created = responses.filter(({ status }) => status === 201);
      expect(created.length).toBeGreaterThan(0);
      expect(new Set(created.map(({ body }) => body.id as number)).size).toBe(1);
      expect(created.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
      for (const response of responses.filter(({ status }) => status !== 201)) {
        expectError(response, 409, 'CONFLICT');
        expect([response.headers['retry-after'], response.body.retry_after]).toEqual(['1', 1]);
      }
      expect(await jobs()).toBe(before + 1);
    }
  });

  it('can be asked for again with the same key after it was refused', async () => {
    const refused = await ask('again', valid({ backend: 'comfyui' }));
    expectError(refused, 422, 'VALIDATION_ERROR');
    await test.http.put(`/api/v1/users/${user.id}/status`).send({ is_active: false });
    expectError(await ask('again'), 422, 'VALIDATION_ERROR');
    await test.http.put(`/api/v1/users/${user.id}/status`).send({ is_active: true });
    const { status, headers } = await ask('again');
    expect([status, headers['idempotent-replayed']]).toEqual([201, undefined]);
  });

  it('is answered as before to a user who has been switched off since', async () => {
    const first = await ask('off');
    await test.http.put(`/api/v1/users/${user.id}/status`).send({ is_active: false });
    expect((await ask('off')).text).toBe(first.text);
  });

  it('is under way while its answer is not there, and answered from the job when it never comes', async () => {
    const first = await ask('lost');
    await forgetAnswers();
    const soon = await ask('lost');
    expectError(soon, 409, 'CONFLICT');
    expect(soon.headers['retry-after']).toBe('1');
    await test.http.put(`/api/v1/generation-jobs/${first.body.id}/start`);

    await age(2);
    const recovered = await ask('lost');
    expect([recovered.status, recovered.headers['idempotent-replayed']]).toEqual([201, 'true']);
    expect(recovered.body).toMatchObject({ id: first.body.id, status: 'running' });
    await test.http.put(`/api/v1/generation-jobs/${first.body.id}/complete`);
    expect((await ask('lost')).text).toBe(recovered.text);
    expect(await jobs()).toBe(1);
  });

  it('is a new one when the answer never came and the job is gone', async () => {
    const first = await ask('gone');
    await test.dataSource.getRepository(GenerationJob).delete({ id: first.body.id });
    await forgetAnswers();
    await age(2);
    expectError(await ask('gone'), 409, 'CONFLICT');
    const { status, body } = await ask('gone');
    expect(status).toBe(201);
    expect(body.id).not.toBe(first.body.id);
  });

  it('is a new one once its time is over, whether the key was deleted or not', async () => {
    const hours = test.config.get('generation.idempotency-hours');
    const service = test.app.get(IdempotencyService, { strict: false });
    const first = await ask('old');
    await age(hours * 60 - 1);
    expect((await ask('old')).body.id).toBe(first.body.id);
    expect(await service.deleteExpired(new Date())).toBe(0);

    await age(1);
    const second = await ask('old', valid({ prompt: 'another one' }));
    expect([second.status, second.headers['idempotent-replayed']]).toEqual([201, undefined]);
    expect((await ask('old', valid({ prompt: 'another one' }))).text).toBe(second.text);

    await age(hours * 60);
    expect(await service.deleteExpired(new Date())).toBe(1);
    const rows = await runSql(test.dataSource, sql`SELECT FROM idempotency_keys`);
    expect(rows).toEqual([]);
  });

  it.each([
    ['empty', ''],
    ['with a space', 'a b'],
    ['longer than 255', 'x'.repeat(256)],
    ['beyond ASCII', 'caf\u00e9'],
  ])('is refused when that is %s', async (_case, key) => {
    const response = await ask(key);
    expectError(response, 422, 'VALIDATION_ERROR');
    expect(response.body.errors).toEqual([
      { field: 'Idempotency-Key', message: 'Idempotency-Key must be 1 to 255 visible ASCII characters' },
    ]);
    expect(await jobs()).toBe(0);
  });

  it.each(['x'.repeat(255), '"a-structured-string"', "';--", '0'])('takes %s for a key', async (key) => {
    const first = await ask(key);
    expect(first.status).toBe(201);
    expect((await ask(key)).text).toBe(first.text);
  });
});
