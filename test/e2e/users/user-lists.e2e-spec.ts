import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createInteractions } from '../../support/factories/interaction.factory.js';
import { createRecommendations } from '../../support/factories/recommendation.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { dayMs } from '../../../src/common/durations.js';

const daysAgo = (days: number): Date => new Date(Date.now() - days * dayMs);

describe('what belongs to a user', () => {
  let test: TestApp;
  let user: User;
  let other: User;

  beforeAll(async () => {
    test = await createTestApp();
    user = await createUser(test.dataSource);
    other = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const get = async (path: string, query: object = {}) =>
    test.http.get(`/api/v1/users/${user.id}/${path}`).query(query);
  const members = async (path: string, member: string, query: object = {}): Promise<unknown[]> =>
    ((await get(path, query)).body.items as Record<string, unknown>[]).map((item) => item[member]);

  describe('statistics', () => {
    it('are zeros, as numbers, for a user who did nothing', async () => {
      const { id } = await createUser(test.dataSource);
      const { body } = await test.http.get(`/api/v1/users/${id}/stats`);
      expect(body).toEqual({ total_interactions: 0, content_created: 0, avg_rating_given: 0 });
    });

    it('count own interactions and regular content, and average the ratings given', async () => {
      const { id } = await createUser(test.dataSource);
      await createContents(test.dataSource, [
        { creatorId: id },
        { creatorId: id, isPrivate: true },
        { creatorId: id, sourceType: 'auto' },
        { creatorId: other.id },
      ]);
      await createInteractions(test.dataSource, id, [
        { rating: 5 },
        { rating: 4 },
        { rating: 4 },
        { rating: null },
      ]);
      await createInteractions(test.dataSource, other.id, [{ rating: 1 }]);
      const { body } = await test.http.get(`/api/v1/users/${id}/stats`);
      expect(body).toEqual({ total_interactions: 4, content_created: 2, avg_rating_given: 4.33 });
    });
  });

  describe('interactions', () => {
    beforeAll(async () => {
      await createInteractions(test.dataSource, user.id, [
        { interactionType: 'view', createdAt: daysAgo(0.5), duration: 30 },
        { interactionType: 'rate', createdAt: daysAgo(1.5), rating: 2 },
        {
          interactionType: 'rate',
          createdAt: daysAgo(2.5),
          rating: 5,
          interactionMetadata: { from: 'gallery' },
        },
        { interactionType: 'like', createdAt: daysAgo(3.5) },
      ]);
      await createInteractions(test.dataSource, other.id, [{ interactionType: 'rate', rating: 3 }]);
    });

    it('come newest first, in the full shape', async () => {
      const { body } = await get('interactions');
      expect(body).toMatchObject({ total: 4, limit: 100 });
      expect(body.items[2]).toEqual({
        id: expect.any(Number),
        user_id: user.id,
        content_item_id: null,
        interaction_type: 'rate',
        rating: 5,
        duration: null,
        interaction_metadata: { from: 'gallery' },
        created_at: expect.stringMatching(/Z$/),
      });
      expect(await members('interactions', 'interaction_type')).toEqual(['view', 'rate', 'rate', 'like']);
    });

    it('are narrowed by type and age together', async () => {
      const { body } = await get('interactions', { interaction_type: 'rate', days: 2 });
      expect([body.total, body.items[0].rating]).toEqual([1, 2]);
    });

    it('sort by rating with those without one last, also by cursor', async () => {
      expect(await members('interactions', 'rating', { sort_field: 'rating' })).toEqual([5, 2, null, null]);
      expect(await members('interactions', 'rating', { sort_field: 'rating', sort_order: 'asc' })).toEqual([
        2,
        5,
        null,
        null,
      ]);
      const first = await get('interactions', { sort_field: 'rating', page_size: 3 });
      const second = await get('interactions', { cursor: first.body.pagination.next_cursor, page_size: 3 });
      expect(second.body.items).toHaveLength(1);
      const back = await get('interactions', { cursor: second.body.pagination.prev_cursor, page_size: 3 });
      expect(back.body.items).toEqual(first.body.items);
    });

    it.each([
      'interaction_type=stare',
      'interaction_type=',
      'interaction_type=constructor',
      'days=0',
      'days=366',
      'days=x',
    ])('refuse %s', async (query) => {
      expectError(
        await test.http.get(`/api/v1/users/${user.id}/interactions?${query}`),
        422,
        'VALIDATION_ERROR',
      );
    });
  });

  describe('recommendations', () => {
    beforeAll(async () => {
      await createRecommendations(test.dataSource, user.id, [
        { recommendationScore: 0.25, createdAt: daysAgo(0) },
        { recommendationScore: 0.87654321, createdAt: daysAgo(3) },
        { recommendationScore: 0.5, createdAt: daysAgo(2), isServed: true, servedAt: daysAgo(1) },
        { recommendationScore: 0.5, createdAt: daysAgo(1) },
        { recommendationScore: 0.0000004, createdAt: daysAgo(4) },
      ]);
      await createRecommendations(test.dataSource, other.id, [{ recommendationScore: 1 }]);
    });

    it('come best first with scores of four decimals', async () => {
      expect(await members('recommendations', 'recommendation_score')).toEqual([0.8765, 0.5, 0.5, 0.25, 0]);
      expect((await get('recommendations')).body.items[0]).toEqual({
        id: expect.any(Number),
        user_id: user.id,
        content_item_id: null,
        recommendation_score: 0.8765,
        algorithm_version: 'hybrid-v1',
        is_served: false,
        served_at: null,
        rec_metadata: {},
        created_at: expect.stringMatching(/Z$/),
      });
    });

    it('are narrowed by score and service together', async () => {
      const query = { min_score: 0.5, unserved_only: true };
      expect(await members('recommendations', 'recommendation_score', query)).toEqual([0.8765, 0.5]);
      expect(await members('recommendations', 'is_served', query)).toEqual([false, false]);
    });

    it('walk by cursors over scores finer than those shown', async () => {
      const walked: unknown[] = [];
      let cursor: string | null | undefined;
      do {
        const { body } = await get('recommendations', { page_size: 1, ...(cursor && { cursor }) });
        walked.push(body.items[0].id);
        cursor = body.pagination.next_cursor as string | null;
      } while (cursor);
      expect(walked).toEqual(await members('recommendations', 'id'));
    });

    it('are refused for a user who is switched off', async () => {
      const { id } = await createUser(test.dataSource, { isActive: false });
      const response = await test.http.get(`/api/v1/users/${id}/recommendations`);
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.detail).toBe(`User ${id} is not active`);
    });
  });

  describe('generation jobs', () => {
    beforeAll(async () => {
      await createGenerationJobs(test.dataSource, user.id, [
        { createdAt: daysAgo(3), status: 'completed', startedAt: daysAgo(3), completedAt: daysAgo(1) },
        { createdAt: daysAgo(2), status: 'completed', completedAt: daysAgo(2), jobType: 'text_generation' },
        {
          createdAt: daysAgo(1),
          status: 'pending',
          loraModels: [{ name: 'd', strength_model: 1, strength_clip: 0.5 }],
        },
      ]);
      await createGenerationJobs(test.dataSource, other.id, [{}]);
    });

    it('come newest first, in the full shape', async () => {
      const { body } = await get('generation-jobs');
      expect(body.total).toBe(3);
      expect(body.items[0]).toEqual({
        id: expect.any(Number),
        uuid: expect.any(String),
        user_id: user.id,
        job_type: 'image_generation',
        prompt: 'a lighthouse at dusk',
        params: {},
        status: 'pending',
        priority: 0,
        backend: null,
        attempts: 0,
        content_id: null,
        error_message: null,
        error_type: null,
        queue_position: 1,
        expected_start_seconds: expect.any(Number),
        expected_duration_seconds: expect.any(Number),
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
        started_at: null,
        completed_at: null,
        celery_task_id: null,
        negative_prompt: null,
        checkpoint_model: null,
        lora_models: [{ name: 'd', strength_model: 1, strength_clip: 0.5 }],
        width: null,
        height: null,
        batch_size: 1,
        comfyui_prompt_id: null,
      });
    });

    it('are narrowed by status and type in the database, so that totals agree', async () => {
      const completed = await get('generation-jobs', { status: 'completed', limit: 1 });
      expect([completed.body.total, completed.body.items.length]).toEqual([2, 1]);
      expect(await members('generation-jobs', 'status', { status: 'completed', job_type: 'text' })).toEqual([
        'completed',
      ]);
      expect(await members('generation-jobs', 'status', { job_type: 'video_generation' })).toEqual([]);
    });

    it('sort by completion with unfinished ones last in either order', async () => {
      const status = (order: string) =>
        members('generation-jobs', 'job_type', { sort_field: 'completed_at', sort_order: order });
      expect(await status('desc')).toEqual(['image_generation', 'text_generation', 'image_generation']);
      expect(await status('asc')).toEqual(['text_generation', 'image_generation', 'image_generation']);
      const asc = await members('generation-jobs', 'status', {
        sort_field: 'completed_at',
        sort_order: 'asc',
      });
      expect(asc).toEqual(['completed', 'completed', 'pending']);
    });

    it.each(['status=done', 'status=', 'job_type=constructor', 'job_type=__proto__', 'job_type[]=image'])(
      'refuse %s',
      async (query) => {
        expectError(
          await test.http.get(`/api/v1/users/${user.id}/generation-jobs?${query}`),
          422,
          'VALIDATION_ERROR',
        );
      },
    );
  });
});
