import type { ContentItem } from '../../../src/content/content-item.entity.js';
import type { UserInteraction } from '../../../src/interactions/user-interaction.entity.js';
import { Recommendation } from '../../../src/recommendations/recommendation.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createInteractions } from '../../support/factories/interaction.factory.js';
import { createRecommendations } from '../../support/factories/recommendation.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { dayMs } from '../../../src/common/durations.js';

const nobody = '00000000-0000-4000-8000-000000000000';
const daysAgo = (days: number): Date => new Date(Date.now() - days * dayMs);

describe('figures about recommendations', () => {
  let test: TestApp;
  let user: User;
  let item: ContentItem;

  beforeAll(async () => {
    test = await createTestApp({ 'recommender.attribution-days': 7 });
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    user = await createUser(test.dataSource);
    item = await createContent(test.dataSource, { creatorId: (await createUser(test.dataSource)).id });
  });
  afterEach(() => test.dataSource.getRepository(Recommendation).clear());

  const get = (path: string) => test.http.get(`/api/v1/recommendations/${path}`);
  const recommend = (all: Partial<Recommendation>[], userId = user.id) =>
    createRecommendations(test.dataSource, userId, all);
  const online = async () => (await get('analytics/global')).body.online;

  /** One recommendation of the item to a new user, served then, and what that user did. */
  async function serve(
    overrides: Partial<Recommendation>,
    acts: (servedAt: Date) => Partial<UserInteraction>[] = () => [],
  ): Promise<void> {
    const { id } = await createUser(test.dataSource);
    const servedAt = overrides.servedAt ?? daysAgo(10);
    await recommend([{ contentItemId: item.id, isServed: true, ...overrides, servedAt }], id);
    const done = acts(servedAt).map((act) => ({ contentItemId: item.id, createdAt: servedAt, ...act }));
    await createInteractions(test.dataSource, id, done);
  }
  const after = (servedAt: Date, days: number): Date => new Date(servedAt.getTime() + days * dayMs);

  describe('of one user', () => {
    it('count and average that user’s, in all and by algorithm', async () => {
      await recommend([
        { recommendationScore: 0.9, isServed: true, servedAt: daysAgo(1) },
        { recommendationScore: 0.8, servedAt: daysAgo(1) },
        { recommendationScore: 0.5, isServed: true, algorithmVersion: 'constructor' },
        { recommendationScore: 0.333, algorithmVersion: '__proto__' },
      ]);
      await recommend([{ recommendationScore: 0 }], (await createUser(test.dataSource)).id);
      const { body } = await get(`analytics/user/${user.id}`);
      expect(body).toEqual({
        user_id: user.id,
        total_recommendations: 4,
        served_recommendations: 3,
        unserved_recommendations: 1,
        average_score: 0.63,
        algorithm_breakdown: expect.anything(),
      });
      expect(Object.entries(body.algorithm_breakdown as object)).toEqual([
        ['hybrid-v1', { count: 2, avg_score: 0.85 }],
        ['__proto__', { count: 1, avg_score: 0.33 }],
        ['constructor', { count: 1, avg_score: 0.5 }],
      ]);
      expect((await get(`user/${user.id}/stats`)).body).toEqual(body);
    });

    it('are zeros for one who was recommended nothing', async () => {
      expect((await get(`analytics/user/${user.id}`)).body).toEqual({
        user_id: user.id,
        total_recommendations: 0,
        served_recommendations: 0,
        unserved_recommendations: 0,
        average_score: 0,
        algorithm_breakdown: {},
      });
    });

    it('are refused for nobody', async () => {
      expectError(await get(`analytics/user/${nobody}`), 404, 'NOT_FOUND');
      expectError(await get('analytics/user/x'), 422, 'VALIDATION_ERROR');
    });
  });

  describe('of everybody', () => {
    it('count everyone’s under either name', async () => {
      await recommend([{ recommendationScore: 1, isServed: true, servedAt: daysAgo(60) }, {}]);
      await recommend([{ algorithmVersion: 'popular' }], (await createUser(test.dataSource)).id);
      const { body } = await get('analytics/global');
      expect(body).toEqual({
        user_id: null,
        total_recommendations: 3,
        served_recommendations: 1,
        unserved_recommendations: 2,
        average_score: 0.67,
        algorithm_breakdown: {
          'hybrid-v1': { count: 2, avg_score: 0.75 },
          popular: { count: 1, avg_score: 0.5 },
        },
        online: { window_days: 30, attribution_days: 7, by_source: [], by_algorithm: [], by_arm: [] },
      });
      expect((await get('stats/overview')).body).toEqual(body);
    });
  });

  describe('of what was served lately', () => {
    const positives: [name: string, ...Parameters<typeof serve>][] = [
      ['feedback of four stars', { feedbackRating: 4 }],
      ['a like at the moment of serving', {}, () => [{ interactionType: 'like' }]],
      ['a comment days later', {}, (at) => [{ interactionType: 'comment', createdAt: after(at, 6.9) }]],
      ['a good rating', {}, () => [{ interactionType: 'rate', rating: 4 }]],
      ['a view with a good rating', {}, () => [{ interactionType: 'view', rating: 5 }]],
    ];
    const others: typeof positives = [
      ['nothing', {}],
      ['feedback of three stars', { feedbackRating: 3 }],
      ['feedback that only the metadata claims', { recMetadata: { feedback: { rating: 5 } } }],
      ['a view', {}, () => [{ interactionType: 'view' }]],
      ['a neutral rating', {}, () => [{ interactionType: 'rate', rating: 3 }]],
      ['a like with a bad rating', {}, () => [{ interactionType: 'like', rating: 1 }]],
      ['a like before', {}, (at) => [{ interactionType: 'like', createdAt: after(at, -0.001) }]],
      ['a like too late', {}, (at) => [{ interactionType: 'like', createdAt: after(at, 7) }]],
      ['a like of nothing in particular', {}, () => [{ interactionType: 'like', contentItemId: null }]],
    ];

    it.each(positives)('take %s for a success', async (_name, ...given) => {
      await serve(...given);
      expect((await online()).by_source).toEqual([
        {
          source: 'client',
          served: 1,
          positive: 1,
          positive_rate: 1,
          interval: { low: 0.2065, high: 1 },
        },
      ]);
    });

    it.each(others)('do not take %s for one', async (_name, ...given) => {
      await serve(...given);
      expect((await online()).by_source).toEqual([
        {
          source: 'client',
          served: 1,
          positive: 0,
          positive_rate: 0,
          interval: { low: 0, high: 0.7935 },
        },
      ]);
    });

    it('leave out what was served before, or never', async () => {
      await serve({ servedAt: daysAgo(30.01) });
      await recommend([{ contentItemId: item.id }, { contentItemId: item.id, isServed: true }]);
      expect((await online()).by_source).toEqual([]);
    });

    it('are given by source, by algorithm and by arm, the busiest first', async () => {
      const liked = () => [{ interactionType: 'like' as const }];
      const high = { source: 'model', experiment: 'variety', experimentArm: 'high' };
      const low = { source: 'tags', experiment: 'variety', experimentArm: 'low' };
      await serve(high, liked);
      await serve(high);
      await serve({ ...high, algorithmVersion: 'content-v1' }, liked);
      await serve({ ...low, algorithmVersion: 'content-v1' });
      await serve({});
      await serve({});
      const { by_source, by_algorithm, by_arm } = await online();
      const figures = (all: Record<string, unknown>[]) =>
        all.map(({ positive_rate, interval, ...rest }) => {
          expect(interval).toEqual({ low: expect.any(Number), high: expect.any(Number) });
          return [...Object.values(rest), positive_rate];
        });
      expect(figures(by_source)).toEqual([
        ['model', 3, 2, 0.6667],
        ['client', 2, 0, 0],
        ['tags', 1, 0, 0],
      ]);
      expect(figures(by_algorithm)).toEqual([
        ['hybrid-v1', 4, 1, 0.25],
        ['content-v1', 2, 1, 0.5],
      ]);
      expect(figures(by_arm)).toEqual([
        ['variety', 'high', 3, 2, 0.6667],
        ['variety', 'low', 1, 0, 0],
      ]);
    });
  });
});
