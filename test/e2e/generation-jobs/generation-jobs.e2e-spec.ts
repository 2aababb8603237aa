import { GenerationJob, type JobStatus } from '../../../src/generation-jobs/generation-job.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('a generation job', () => {
  let test: TestApp;
  let user: User;

  beforeAll(async () => {
    test = await createTestApp({ 'content.hide-others-private': true });
    user = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const url = (id: number | string): string => `/api/v1/generation-jobs/${id}`;
  const jobWith = async (overrides: Partial<GenerationJob> = {}): Promise<number> => {
    const [job] = await createGenerationJobs(test.dataSource, user.id, [overrides]);
    return job!.id;
  };
  const ended: JobStatus[] = ['completed', 'failed', 'cancelled'];
  const active: JobStatus[] = ['pending', 'running'];

  it('is shown, and may be kept by who has it unchanged', async () => {
    const id = await jobWith({
      status: 'failed',
      errorType: 'oom',
      errorMessage: 'out of memory',
      attempts: 4,
    });
    const { status, body, headers } = await test.http.get(url(id));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      status: 'failed',
      error_type: 'oom',
      error_message: 'out of memory',
      attempts: 4,
      queue_position: null,
      expected_start_seconds: null,
      expected_duration_seconds: null,
    });
    const again = await test.http.get(url(id)).set('If-None-Match', headers.etag!);
    expect(again.status).toBe(304);
  });

  it.each([
    ['get', 404],
    ['put', 404],
    ['delete', 404],
  ] as const)('that is not there: %s answers %i', async (method, status) => {
    for (const id of [2_000_000_000, 99_999_999_999])
      expectError(await test.http[method](url(id)).send({ params: {} }), status, 'NOT_FOUND');
  });

  it.each(['get', 'put', 'delete'] as const)('under an id that is none: %s answers 422', async (method) => {
    for (const id of ['0', '-1', '1.5', 'one', '%00'])
      expectError(await test.http[method](url(id)).send({ params: {} }), 422, 'VALIDATION_ERROR');
  });

  describe('has its parameters replaced', () => {
    it.each(['parameters', 'params'])('by %s while it waits', async (name) => {
      const id = await jobWith({ params: { steps: 20, title: 'Sea' } });
      const { status, body } = await test.http.put(url(id)).send({ [name]: { title: 'Dusk', a: [1] } });
      expect(status).toBe(200);
      expect(body).toMatchObject({ id, status: 'pending', params: { title: 'Dusk', a: [1] } });
      expect((await test.http.get(url(id))).body.params).toEqual({ title: 'Dusk', a: [1] });
    });

    it.each(['running', ...ended] as JobStatus[])('not once it is %s', async (status) => {
      const id = await jobWith({ status, params: { a: 1 } });
      const response = await test.http.put(url(id)).send({ parameters: {} });
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.detail).toBe(
        `Cannot update job with status '${status}'; only jobs that are pending`,
      );
      expect((await test.http.get(url(id))).body.params).toEqual({ a: 1 });
    });

    it.each([
      [{}],
      [{ parameters: null }],
      [{ parameters: [] }],
      [{ params: 'x' }],
      [{ params: { a: 'x'.repeat(70_000) } }],
    ])('not by %j', async (body) => {
      expectError(await test.http.put(url(await jobWith())).send(body), 422, 'VALIDATION_ERROR');
    });
  });

  describe('is deleted', () => {
    it.each(ended)('once it is %s', async (status) => {
      const id = await jobWith({ status });
      const { status: code, body } = await test.http.delete(url(id));
      expect([code, body]).toEqual([
        200,
        { success: true, message: `Generation job ${id} deleted successfully` },
      ]);
      expectError(await test.http.get(url(id)), 404, 'NOT_FOUND');
    });

    it.each(active)('not while it is %s', async (status) => {
      const id = await jobWith({ status });
      const response = await test.http.delete(url(id));
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.detail).toBe(
        `Cannot delete job with status '${status}'; only jobs that are completed, failed or cancelled`,
      );
      expect((await test.http.get(url(id))).status).toBe(200);
    });

    it('in the state its reader saw, and in no other', async () => {
      const id = await jobWith({ status: 'completed' });
      const { etag } = (await test.http.get(url(id))).headers;
      expectError(await test.http.delete(url(id)).set('If-Match', '"other"'), 412, 'PRECONDITION_FAILED');
      expect((await test.http.delete(url(id)).set('If-Match', etag!)).status).toBe(200);
    });
  });

  describe('is completed', () => {
    const complete = (id: number, body: object) => test.http.put(`${url(id)}/complete`).send(body);
    const running = () => jobWith({ status: 'running', startedAt: new Date() });

    it('with the content that was made', async () => {
      const content = await createContent(test.dataSource, { creatorId: user.id, isPrivate: true });
      const id = await running();
      const { status, body } = await complete(id, { content_id: content.id });
      expect(status).toBe(200);
      expect(body).toMatchObject({ id, status: 'completed', content_id: content.id });
      await test.http.delete(`/api/v1/content/${content.id}`);
      expect((await test.http.get(url(id))).body).toMatchObject({ status: 'completed', content_id: null });
    });

    it('not with content there is not, that is not regular, or that its user may not see', async () => {
      const other = await createUser(test.dataSource);
      const auto = await createContent(test.dataSource, { creatorId: user.id, sourceType: 'auto' });
      const hidden = await createContent(test.dataSource, { creatorId: other.id, isPrivate: true });
      const id = await running();
      for (const content_id of [auto.id, hidden.id, 2 ** 31 - 1]) {
        const response = await complete(id, { content_id });
        expectError(response, 404, 'NOT_FOUND');
        expect(response.body.detail).toBe(`Content with id ${content_id} not found`);
      }
      expect((await test.http.get(url(id))).body.status).toBe('running');
      expectError(await complete(2_000_000_000, { content_id: auto.id }), 404, 'NOT_FOUND');
    });

    it('with content that is being deleted, or not: never with a failure', async () => {
      for (let round = 0; round < 5; round += 1) {
        const content = await createContent(test.dataSource, { creatorId: user.id });
        const id = await running();
        const [completed] = await Promise.all([
          complete(id, { content_id: content.id }),
          test.http.delete(`/api/v1/content/${content.id}`),
        ]);
        if (completed.status === 404) expectError(completed, 404, 'NOT_FOUND');
        else expect(completed.status).toBe(200);
      }
    });
  });
});
