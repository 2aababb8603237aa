import { randomUUID } from 'node:crypto';
import { expectError } from '../../support/expect-error.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createInteractions } from '../../support/factories/interaction.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('figures of interactions', () => {
  let test: TestApp;
  let userId: string;
  let image: number;
  let text: number;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.dataSource.query('TRUNCATE user_interactions');
    ({ id: userId } = await createUser(test.dataSource));
    const items = await createContents(test.dataSource, [
      { creatorId: userId, contentType: 'image' },
      { creatorId: userId, contentType: 'text' },
    ]);
    [image, text] = items.map(({ id }) => id) as [number, number];
  });

  const get = async (path: string): Promise<unknown> => {
    const { status, body } = await test.http.get(`/api/v1/interactions/${path}`);
    expect(status).toBe(200);
    return body as unknown;
  };
  const act = (...all: Parameters<typeof createInteractions>[2]) =>
    createInteractions(test.dataSource, userId, all);

  it('are zeros and nulls where nothing was done', async () => {
    expect(await get(`analytics/user-behavior/${userId}`)).toEqual({
      total_interactions: 0,
      interaction_types: {},
      favorite_content_types: [],
    });
    expect(await get(`analytics/content/${image}`)).toEqual({
      content_item_id: image,
      stats: {},
      total_views: 0,
      total_likes: 0,
      avg_rating: null,
    });
    expect(await get('analytics/global')).toEqual({
      total_interactions: 0,
      type_breakdown: { view: 0, like: 0, share: 0, download: 0, bookmark: 0, comment: 0, rate: 0 },
      unique_users: 0,
      avg_rating: null,
    });
  });

  it('say what a user does, and with what most of all', async () => {
    await act(
      { contentItemId: text, interactionType: 'rate', rating: 5 },
      { contentItemId: text, interactionType: 'rate', rating: 4 },
      { contentItemId: text, interactionType: 'rate', rating: 4 },
      { contentItemId: image },
      { contentItemId: image, rating: null },
      { interactionType: 'like', rating: 1 },
    );
    const behavior = {
      total_interactions: 6,
      interaction_types: {
        rate: { count: 3, avg_rating: 4.33 },
        view: { count: 2, avg_rating: null },
        like: { count: 1, avg_rating: 1 },
      },
      favorite_content_types: ['text', 'image'],
    };
    expect(await get(`analytics/user-behavior/${userId}`)).toEqual(behavior);
    expect(await get(`user/${userId}/summary`)).toEqual({
      user_id: userId,
      ...behavior,
      summary: { total_interactions: 6, ...behavior.interaction_types },
    });
    const { body } = await test.http.get(`/api/v1/users/${userId}/stats`);
    expect(body).toEqual({ total_interactions: 6, content_created: 2, avg_rating_given: 3.5 });
  });

  it('say what was done with content', async () => {
    await act(
      { contentItemId: image, duration: 10 },
      { contentItemId: image, duration: 15 },
      { contentItemId: image, rating: 2 },
      { contentItemId: image, interactionType: 'like' },
      { contentItemId: image, interactionType: 'rate', rating: 5, duration: 0 },
      { contentItemId: text, interactionType: 'like' },
    );
    const expected = {
      content_item_id: image,
      stats: {
        view: { count: 3, avg_rating: 2, avg_duration: 12.5 },
        like: { count: 1, avg_rating: null, avg_duration: null },
        rate: { count: 1, avg_rating: 5, avg_duration: 0 },
      },
      total_views: 3,
      total_likes: 1,
      avg_rating: 3.5,
    };
    expect(await get(`analytics/content/${image}`)).toEqual(expected);
    expect(await get(`content/${image}/stats`)).toEqual(expected);
  });

  it('say what everybody does', async () => {
    await act({ contentItemId: image, rating: 1 }, { contentItemId: text, interactionType: 'share' });
    const other = await createUser(test.dataSource);
    await createInteractions(test.dataSource, other.id, [{ rating: 4 }, { interactionType: 'share' }, {}]);
    const expected = {
      total_interactions: 5,
      type_breakdown: { view: 3, like: 0, share: 2, download: 0, bookmark: 0, comment: 0, rate: 0 },
      unique_users: 2,
      avg_rating: 2.5,
    };
    expect(await get('analytics/global')).toEqual(expected);
    expect(await get('stats/overview')).toEqual(expected);
  });

  it('follow what is changed and deleted, content included', async () => {
    const [first, second] = await act(
      { contentItemId: image, rating: 1, duration: 4 },
      { contentItemId: image, interactionType: 'like' },
      { contentItemId: text },
    );
    await test.http.put(`/api/v1/interactions/${first!.id}`).send({ rating: 5, duration: 8 });
    await test.http.delete(`/api/v1/interactions/${second!.id}`);
    expect(await get(`analytics/content/${image}`)).toMatchObject({
      stats: { view: { count: 1, avg_rating: 5, avg_duration: 8 } },
      total_likes: 0,
    });
    await test.http.delete(`/api/v1/content/${text}`);
    expect(await get(`analytics/user-behavior/${userId}`)).toEqual({
      total_interactions: 2,
      interaction_types: { view: { count: 2, avg_rating: 5 } },
      favorite_content_types: ['image'],
    });
  });

  it('are exact while many record at once', async () => {
    const post = (type: string, rating: number) =>
      test.http
        .post('/api/v1/interactions')
        .send({ user_id: userId, content_item_id: image, interaction_type: type, rating });
    await Promise.all(
      Array.from({ length: 120 }, (_unused, n) => post(n % 3 ? 'view' : 'like', (n % 5) + 1)),
    );
    expect(await get('analytics/global')).toMatchObject({
      total_interactions: 120,
      type_breakdown: { view: 80, like: 40 },
      unique_users: 1,
      avg_rating: 3,
    });
    expect(await get(`analytics/content/${image}`)).toMatchObject({ total_views: 80, total_likes: 40 });
  });

  it('are refused for users and content there are not', async () => {
    const [auto] = await createContents(test.dataSource, [{ creatorId: userId, sourceType: 'auto' }]);
    for (const path of [
      `analytics/user-behavior/${randomUUID()}`,
      `user/${randomUUID()}/summary`,
      'analytics/content/1',
      `analytics/content/${auto!.id}`,
      'analytics/content/99999999999',
    ])
      expectError(await test.http.get(`/api/v1/interactions/${path}`), 404, 'NOT_FOUND');
    for (const path of ['analytics/user-behavior/me', 'user/me/summary', 'analytics/content/x'])
      expectError(await test.http.get(`/api/v1/interactions/${path}`), 422, 'VALIDATION_ERROR');
  });
});
