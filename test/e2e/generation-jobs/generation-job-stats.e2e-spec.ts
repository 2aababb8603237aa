import { randomUUID } from 'node:crypto';
import type { GenerationJob } from '../../../src/generation-jobs/generation-job.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const none = {
  total_jobs: 0,
  status_breakdown: { pending: 0, running: 0, completed: 0, failed: 0, cancelled: 0 },
  type_breakdown: { text_generation: 0, image_generation: 0, video_generation: 0, audio_generation: 0 },
  average_processing_time_seconds: null,
};

describe('figures of generation jobs', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  const startedAt = new Date('2026-01-01T10:00:00.000Z');
  const took = (seconds: number): Partial<GenerationJob> => ({
    status: 'completed',
    startedAt,
    completedAt: new Date(startedAt.getTime() + seconds * 1000),
  });

  it('are zeros, as numbers, and no mean without jobs', async () => {
    const { id } = await createUser(test.dataSource);
    expect((await test.http.get(`/api/v1/generation-jobs/user/${id}/stats`)).body).toEqual({
      user_id: id,
      ...none,
    });
    for (const path of ['analytics/global', 'stats/overview'])
      expect((await test.http.get(`/api/v1/generation-jobs/${path}`)).body).toEqual({
        user_id: null,
        ...none,
      });
  });

  it('count by state and type, and average how long completed jobs took', async () => {
    const [one, other] = [await createUser(test.dataSource), await createUser(test.dataSource)];
    await createGenerationJobs(test.dataSource, one.id, [
      took(10),
      { ...took(20.01), jobType: 'text_generation' },
      { ...took(500), status: 'failed' },
      { status: 'completed', completedAt: startedAt },
      { status: 'pending' },
    ]);
    await createGenerationJobs(test.dataSource, other.id, [{ ...took(60), jobType: 'audio_generation' }]);

    expect((await test.http.get(`/api/v1/generation-jobs/user/${one.id}/stats`)).body).toEqual({
      user_id: one.id,
      total_jobs: 5,
      status_breakdown: { ...none.status_breakdown, pending: 1, completed: 3, failed: 1 },
      type_breakdown: { ...none.type_breakdown, image_generation: 4, text_generation: 1 },
      average_processing_time_seconds: 15.01, // (10 + 20.01) / 2 = 15.005
    });
    expect((await test.http.get('/api/v1/generation-jobs/analytics/global')).body).toEqual({
      user_id: null,
      total_jobs: 6,
      status_breakdown: { ...none.status_breakdown, pending: 1, completed: 4, failed: 1 },
      type_breakdown: {
        ...none.type_breakdown,
        image_generation: 4,
        text_generation: 1,
        audio_generation: 1,
      },
      average_processing_time_seconds: 30, // 90.01 / 3 = 30.0033…
    });
  });

  it('are of a user there is', async () => {
    expectError(await test.http.get(`/api/v1/generation-jobs/user/${randomUUID()}/stats`), 404, 'NOT_FOUND');
    expectError(await test.http.get('/api/v1/generation-jobs/user/me/stats'), 422, 'VALIDATION_ERROR');
  });
});
