import type { GenerationJob } from '../../../src/generation-jobs/generation-job.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { until } from '../../support/until.js';

describe('a job that waits, under conditions', () => {
  let test: TestApp;
  let user: User;

  beforeAll(async () => {
    test = await createTestApp({
      'db-pool-size': 5,
      'db-max-overflow': 0,
      'generation.max-active-per-user': 1,
    });
    user = await createUser(test.dataSource);
  });
  afterEach(() => test.dataSource.query('DELETE FROM generation_jobs'));
  afterAll(() => test.close());

  const url = (id: number): string => `/api/v1/generation-jobs/${id}`;
  const create = async (owner: User, ...all: Partial<GenerationJob>[]): Promise<number[]> =>
    (await createGenerationJobs(test.dataSource, owner.id, all)).map(({ id }) => id);
  const replace = (id: number, headers: Record<string, string>, params: object = {}) =>
    test.http.put(url(id)).set(headers).send({ params });
  /** A job second in the queue, and a way to have the first one leave it, which everybody is told. */
  const behindAnother = async (): Promise<{ id: number; moveUp: () => Promise<void> }> => {
    const other = await createUser(test.dataSource);
    const [first] = await create(other, { admittedAt: new Date(0) });
    const [id] = await create(user, { admittedAt: new Date() });
    const isAt = (position: number) =>
      until(async () => (await test.http.get(url(id!))).body.queue_position === position);
    await isAt(2);
    const moveUp = async (): Promise<void> => {
      expect((await test.http.post(`${url(first!)}/cancel`).send({})).status).toBe(200);
      await isAt(1);
    };
    return { id: id!, moveUp };
  };

  it('is changed by as many as ask, however few connections there are', async () => {
    const ids = await create(user, ...Array.from({ length: 40 }, () => ({})));
    const tags = await Promise.all(ids.map(async (id) => (await test.http.get(url(id))).headers.etag!));
    const changed = await Promise.all(ids.map((id, index) => replace(id, { 'If-Match': tags[index]! })));
    expect(changed.map(({ status }) => status)).toEqual(ids.map(() => 200));
  });

  it('is as its reader saw it, whoever moved up the queue since', async () => {
    const { id, moveUp } = await behindAnother();
    const { etag: seen } = (await test.http.get(url(id))).headers;
    await moveUp();
    const changed = await replace(id, { 'If-Match': seen! }, { title: 'Dusk' });
    expect([changed.status, changed.body.params]).toEqual([200, { title: 'Dusk' }]);
    expectError(await replace(id, { 'If-Match': seen! }), 412, 'PRECONDITION_FAILED');
    expect((await replace(id, { 'If-Match': changed.headers.etag! })).status).toBe(200);
  });

  it('is in the state that a change is not meant for, whoever moved up the queue since', async () => {
    const { id, moveUp } = await behindAnother();
    const { etag: seen } = (await test.http.get(url(id))).headers;
    await moveUp();
    expectError(await replace(id, { 'If-None-Match': seen! }), 412, 'PRECONDITION_FAILED');
  });

  it('is as its reader saw it when it has been let into the queue since', async () => {
    const [ahead] = await create(user, { admittedAt: new Date() });
    const [id] = await create(user, {});
    const { etag: seen } = (await test.http.get(url(id!))).headers;
    await test.http.post(`${url(ahead!)}/cancel`).send({});
    await until(async () => (await test.http.get(url(id!))).body.celery_task_id !== null);
    expect((await replace(id!, { 'If-Match': seen! })).status).toBe(200);
  });

  it('is sent again to who has it at another place of the queue', async () => {
    const { id, moveUp } = await behindAnother();
    const { etag: seen } = (await test.http.get(url(id))).headers;
    expect((await test.http.get(url(id)).set('If-None-Match', seen!)).status).toBe(304);
    await moveUp();
    const again = await test.http.get(url(id)).set('If-None-Match', seen!);
    expect([again.status, again.body.queue_position]).toEqual([200, 1]);
  });
});
