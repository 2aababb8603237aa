import type { GenerationJob, JobStatus } from '../../../src/generation-jobs/generation-job.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

interface ShownJob {
  id: number;
  status: JobStatus;
  job_type: string;
}

describe('the queue of generation jobs', () => {
  let test: TestApp;
  let user: User;

  beforeAll(async () => {
    test = await createTestApp();
    user = await createUser(test.dataSource);
  });
  afterEach(() => test.dataSource.query('DELETE FROM generation_jobs'));
  afterAll(() => test.close());

  const path = '/api/v1/generation-jobs/queue';
  const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
  const create = async (...all: Partial<GenerationJob>[]): Promise<number[]> =>
    (await createGenerationJobs(test.dataSource, user.id, all)).map(({ id }) => id);
  const process = (query = '') => test.http.post(`${path}/process${query}`);

  describe('shows its next job', () => {
    it('which is the oldest, whatever its priority, and leaves it as it is', async () => {
      const [, second, first] = await create(
        { createdAt: minutesAgo(1), priority: 10 },
        { createdAt: minutesAgo(5) },
        { createdAt: minutesAgo(5), jobType: 'text_generation' },
        { createdAt: minutesAgo(9), status: 'running' },
      );
      const oldest = Math.min(second!, first!);
      for (let round = 0; round < 2; round += 1) {
        const { status, body } = await test.http.get(`${path}/next`);
        expect([status, body.id, body.status]).toEqual([200, oldest, 'pending']);
      }
      expect((await test.http.get(`/api/v1/generation-jobs/${oldest}`)).body.status).toBe('pending');
    });

    it.each(['image', 'image_generation'])('of the type %s', async (type) => {
      const [, image] = await create(
        { createdAt: minutesAgo(5), jobType: 'text_generation' },
        { createdAt: minutesAgo(1) },
      );
      expect((await test.http.get(`${path}/next?job_type=${type}`)).body.id).toBe(image);
      expectError(await test.http.get(`${path}/next?job_type=video`), 404, 'NOT_FOUND');
    });

    it('or says that there is none', async () => {
      await create({ status: 'running' }, { status: 'completed' });
      const response = await test.http.get(`${path}/next`);
      expectError(response, 404, 'NOT_FOUND');
      expect(response.body.detail).toBe('No pending jobs');
    });

    it.each(['job_type=poem', 'job_type='])('refuses %s', async (query) => {
      expectError(await test.http.get(`${path}/next?${query}`), 422, 'VALIDATION_ERROR');
    });
  });

  describe('hands out its jobs', () => {
    it('the oldest one unless more are asked for', async () => {
      const ids = await create(...[4, 3, 2, 1].map((age) => ({ createdAt: minutesAgo(age) })));
      const { status, body } = await process();
      expect(status).toBe(200);
      expect(body).toMatchObject({
        items: [{ id: ids[0], status: 'running', attempts: 1, queue_position: null }],
        pagination: {
          page: 1,
          page_size: 1,
          total_count: 1,
          total_pages: 1,
          has_next: false,
          next_cursor: null,
        },
        total: 1,
        skip: 0,
        limit: 1,
        has_more: false,
      });
      const { body: more } = await process('?max_jobs=2');
      expect(more.items.map(({ id }: ShownJob) => id)).toEqual([ids[1], ids[2]]);
      expect(more.items.map(({ status: state }: ShownJob) => state)).toEqual(['running', 'running']);
    });

    it('none when none waits', async () => {
      await create({ status: 'running' });
      const { status, body } = await process('?max_jobs=100');
      expect(status).toBe(200);
      expect(body).toMatchObject({ items: [], total: 0, pagination: { page_size: 0, total_pages: 0 } });
    });

    it.each(['0', '101', '-1', '1.5', 'x', ''])('not %s at a time', async (most) => {
      expectError(await process(`?max_jobs=${most}`), 422, 'VALIDATION_ERROR');
    });

    it('each of two hundred to one of two who ask at the same time', async () => {
      const ids = await create(...Array.from({ length: 200 }, (_, age) => ({ createdAt: minutesAgo(age) })));
      const claimer = async (): Promise<number[]> => {
        const claimed: number[] = [];
        for (;;) {
          const { body } = await process('?max_jobs=7');
          if (body.items.length === 0) return claimed;
          claimed.push(...body.items.map(({ id }: ShownJob) => id));
        }
      };
      const claims = await Promise.all([claimer(), claimer()]);
      expect(claims.flat().sort()).toEqual(ids.sort());
      for (const claimed of claims) expect(claimed.length).toBeGreaterThan(0);
    });

    it('one job to one of many who start it at the same time', async () => {
      const [id] = await create({});
      const start = () => test.http.put(`/api/v1/generation-jobs/${id}/start`);
      const responses = await Promise.all([...Array.from({ length: 10 }, start), process()]);
      const takers = responses.filter(({ status, body }) => status === 200 && body.total !== 0);
      expect(takers).toHaveLength(1);
      expect((await test.http.get(`/api/v1/generation-jobs/${id}`)).body).toMatchObject({
        status: 'running',
        attempts: 1,
      });
    });
  });

  it('counts its jobs by state', async () => {
    expect((await test.http.get(`${path}/stats`)).body).toEqual({
      pending_jobs: 0,
      running_jobs: 0,
      completed_jobs: 0,
      failed_jobs: 0,
      cancelled_jobs: 0,
      total_jobs: 0,
    });
    const states: [JobStatus, number][] = [
      ['pending', 3],
      ['running', 2],
      ['completed', 4],
      ['failed', 1],
    ];
    await create(...states.flatMap(([status, count]) => Array.from({ length: count }, () => ({ status }))));
    expect((await test.http.get(`${path}/stats`)).body).toEqual({
      pending_jobs: 3,
      running_jobs: 2,
      completed_jobs: 4,
      failed_jobs: 1,
      cancelled_jobs: 0,
      total_jobs: 10,
    });
  });
});
