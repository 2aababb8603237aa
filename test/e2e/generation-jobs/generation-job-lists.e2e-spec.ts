import { randomUUID } from 'node:crypto';
import type { GenerationJob } from '../../../src/generation-jobs/generation-job.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

describe('lists of generation jobs', () => {
  let test: TestApp;
  let user: User;
  let other: User;
  let jobs: GenerationJob[];

  beforeAll(async () => {
    test = await createTestApp();
    user = await createUser(test.dataSource);
    other = await createUser(test.dataSource);
    jobs = await createGenerationJobs(test.dataSource, user.id, [
      { status: 'pending', createdAt: daysAgo(0.5) },
      { status: 'running', createdAt: daysAgo(1.5), jobType: 'text_generation' },
      { status: 'completed', createdAt: daysAgo(2.5), completedAt: daysAgo(2) },
      { status: 'failed', createdAt: daysAgo(8.5), completedAt: daysAgo(1), jobType: 'text_generation' },
      { status: 'completed', createdAt: daysAgo(20.5), completedAt: daysAgo(20) },
    ]);
    await createGenerationJobs(test.dataSource, other.id, [
      { status: 'cancelled', createdAt: daysAgo(3.5), jobType: 'audio_generation' },
      { status: 'completed', createdAt: daysAgo(400), jobType: 'video_generation' },
    ]);
  });
  afterAll(() => test.close());

  const get = (path: string) => test.http.get(`/api/v1/${path}`);
  /** Places of the listed jobs among those of the first user; -1 for those of the other. */
  const listed = async (path: string): Promise<number[]> => {
    const { status, body } = await get(path);
    expect(status).toBe(200);
    expect(body.total).toBe(body.items.length);
    return (body.items as { id: number }[]).map(({ id }) => jobs.findIndex((job) => job.id === id));
  };

  it.each([
    ['', [0, 1, 2, -1, 3, 4, -1]],
    ['?status=completed', [2, 4, -1]],
    ['?job_type=text', [1, 3]],
    ['?job_type=text_generation&status=failed', [3]],
    ['?days=3', [0, 1, 2]],
    ['?days=3&status=completed', [2]],
    ['?status=completed&job_type=text', []],
    ['/recent', [0, 1, 2, -1]],
    ['/recent?days=2', [0, 1]],
    ['/recent?days=365', [0, 1, 2, -1, 3, 4]],
    ['/by-status/completed', [2, 4, -1]],
    ['/status/completed/jobs', [2, 4, -1]],
    ['/by-type/image', [0, 2, 4]],
    ['/by-type/image_generation', [0, 2, 4]],
    ['/type/text/jobs', [1, 3]],
    ['/pending/all', [0]],
    ['/running/all', [1]],
    ['/completed/all', [2, 4, -1]],
    ['/failed/all', [3]],
    ['/cancelled/all', [-1]],
  ])('generation-jobs%s holds what it should, newest first', async (path, expected) => {
    expect(await listed(`generation-jobs${path}`)).toEqual(expected);
  });

  it('narrow to one user', async () => {
    expect(await listed(`generation-jobs?user_id=${user.id}`)).toEqual([0, 1, 2, 3, 4]);
    expect(await listed(`generation-jobs?user_id=${user.id}&status=completed&days=10`)).toEqual([2]);
    expect(await listed(`generation-jobs?user_id=${randomUUID()}`)).toEqual([]);
    for (const path of [`generation-jobs/user/${user.id}/jobs`, `users/${user.id}/generation-jobs`]) {
      expect(await listed(path)).toEqual([0, 1, 2, 3, 4]);
      expect(await listed(`${path}?status=completed&job_type=image`)).toEqual([2, 4]);
      expectError(await get(path.replace(user.id, randomUUID())), 404, 'NOT_FOUND');
      expectError(await get(path.replace(user.id, 'me')), 422, 'VALIDATION_ERROR');
    }
  });

  it('tell of jobs that wait what is expected of them', async () => {
    const { body } = await get('generation-jobs?page_size=3');
    expect(body.items[0]).toMatchObject({ status: 'pending', queue_position: 1 });
    expect(body.items[1]).toMatchObject({ status: 'running', queue_position: null });
  });

  it('have a hundred at a time unless told', async () => {
    for (const path of ['', '/recent', '/by-status/pending', '/by-type/image'])
      expect((await get(`generation-jobs${path}`)).body).toMatchObject({
        limit: 100,
        pagination: { page: 1 },
      });
  });

  it.each([
    ['created_at', 'asc', [-1, 4, 3, -1, 2, 1, 0]],
    ['completed_at', 'desc', [3, 2, 4]],
    ['completed_at', 'asc', [4, 2, 3]],
  ])('sort by %s %s, those without last', async (field, order, expected) => {
    const places = await listed(`generation-jobs?sort_field=${field}&sort_order=${order}`);
    expect(places.slice(0, expected.length)).toEqual(expected);
  });

  it('sort by completion, update and id from page to page and back', async () => {
    for (const field of ['completed_at', 'updated_at', 'id', 'created_at']) {
      const query = `generation-jobs?sort_field=${field}`;
      const all = (await get(query)).body.items as { id: number }[];
      const first = (await get(`${query}&page_size=4`)).body;
      const second = (await get(`generation-jobs?cursor=${first.pagination.next_cursor}&page_size=4`)).body;
      const ids = [...first.items, ...second.items].map(({ id }: { id: number }) => id);
      expect(ids).toEqual(all.map(({ id }) => id));
      const back = (await get(`generation-jobs?cursor=${second.pagination.prev_cursor}&page_size=4`)).body;
      expect(back.items.map(({ id }: { id: number }) => id)).toEqual(ids.slice(0, 4));
    }
  });

  it('go on where they were left when jobs come in between, also among equal times', async () => {
    const { id } = await createUser(test.dataSource);
    const createdAt = new Date();
    const own = await createGenerationJobs(
      test.dataSource,
      id,
      Array.from({ length: 30 }, () => ({ createdAt })),
    );
    const seen: number[] = [];
    let cursor = '';
    do {
      const { body } = await get(`users/${id}/generation-jobs?page_size=7&cursor=${cursor}`);
      seen.push(...body.items.map((item: { id: number }) => item.id));
      cursor = body.pagination.next_cursor ?? '';
      await createGenerationJobs(test.dataSource, id, [{ createdAt: new Date(Date.now() + 60_000) }]);
    } while (cursor !== '');
    expect(seen).toEqual(own.map((job) => job.id).sort((one, next) => next - one));
  });

  it.each([
    ['?status=done', 422, 'VALIDATION_ERROR'],
    ['?status=', 422, 'VALIDATION_ERROR'],
    ['?job_type=poem', 422, 'VALIDATION_ERROR'],
    ['?user_id=me', 422, 'VALIDATION_ERROR'],
    ['?days=0', 422, 'VALIDATION_ERROR'],
    ['?days=366', 422, 'VALIDATION_ERROR'],
    ['?skip=-1', 422, 'VALIDATION_ERROR'],
    ['?limit=1001', 422, 'VALIDATION_ERROR'],
    ['?page=0', 422, 'INVALID_PAGE'],
    ['?page_size=1001', 422, 'INVALID_PAGE_SIZE'],
    ['?sort_field=prompt', 422, 'INVALID_SORT_FIELD'],
    ['?cursor=garbage', 400, 'INVALID_CURSOR'],
    ['?page=99', 404, 'PAGE_OUT_OF_RANGE'],
    ['/recent?days=0', 422, 'VALIDATION_ERROR'],
    ['/by-status/done', 422, 'VALIDATION_ERROR'],
    ['/by-status/processing', 422, 'VALIDATION_ERROR'],
    ['/done/all', 422, 'VALIDATION_ERROR'],
    ['/by-type/poem', 422, 'VALIDATION_ERROR'],
    ['/by-type/constructor', 422, 'VALIDATION_ERROR'],
  ] as const)('refuse generation-jobs%s', async (path, status, code) => {
    expectError(await get(`generation-jobs${path}`), status, code);
  });

  it('refuse a cursor of another list', async () => {
    const { body } = await get('generation-jobs?page_size=1');
    const cursor: string = body.pagination.next_cursor;
    expectError(await get(`generation-jobs/recent?cursor=${cursor}`), 400, 'INVALID_CURSOR');
  });
});
