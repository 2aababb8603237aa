import type { ContentItem } from '../../../src/content/content-item.entity.js';
import { Recommendation } from '../../../src/recommendations/recommendation.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createRecommendations } from '../../support/factories/recommendation.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const nobody = '00000000-0000-4000-8000-000000000000';
const base = '/api/v1/recommendations';

describe('recommendations', () => {
  let test: TestApp;
  let user: User;
  let inactive: User;
  let item: ContentItem;
  let autoItem: ContentItem;

  beforeAll(async () => {
    test = await createTestApp();
    user = await createUser(test.dataSource);
    inactive = await createUser(test.dataSource, { isActive: false });
    item = await createContent(test.dataSource, { creatorId: user.id });
    autoItem = await createContent(test.dataSource, { creatorId: user.id, sourceType: 'auto' });
  });
  afterAll(() => test.close());

  const valid = (overrides: object = {}): Record<string, unknown> => ({
    user_id: user.id,
    content_item_id: item.id,
    recommendation_score: 0.87654321,
    algorithm_version: ' hybrid-v1 ',
    metadata: { campaign: 'spring' },
    ...overrides,
  });
  const post = (body: unknown) => test.http.post(base).send(body as object);
  const one = async (overrides: Partial<Recommendation> = {}): Promise<Recommendation> => {
    const [created] = await createRecommendations(test.dataSource, user.id, [
      { contentItemId: item.id, ...overrides },
    ]);
    return created!;
  };
  const stored = () => test.dataSource.getRepository(Recommendation);

  describe('are stored', () => {
    it('in the full shape, unserved, as a client’s', async () => {
      const response = await post(valid());
      expect(response.status).toBe(201);
      expect(response.body).toEqual({
        id: expect.any(Number),
        user_id: user.id,
        content_item_id: item.id,
        recommendation_score: 0.8765,
        algorithm_version: 'hybrid-v1',
        is_served: false,
        served_at: null,
        rec_metadata: { campaign: 'spring' },
        created_at: expect.stringMatching(/Z$/),
      });
      const row = await stored().findOneByOrFail({ id: response.body.id });
      expect(row).toMatchObject({ recommendationScore: 0.87654321, source: null, modelId: null });
      expect((await test.http.get(`${base}/${row.id}`)).body).toEqual(response.body);
    });

    it('as often as they are sent, and with what they bring by an older name', async () => {
      const first = await post(valid({ metadata: undefined, rec_metadata: { a: 1 } }));
      const second = await post(valid({ metadata: null }));
      expect([first.body.rec_metadata, second.body.rec_metadata]).toEqual([{ a: 1 }, {}]);
      expect(second.body.id).toBeGreaterThan(first.body.id);
    });

    it.each([
      ['a user nobody knows', () => ({ user_id: nobody }), 404, `User with id ${nobody} not found`],
      ['content nobody knows', () => ({ content_item_id: 1 }), 404, 'Content with id 1 not found'],
      ['an id too large', () => ({ content_item_id: 2 ** 40 }), 404, `Content with id ${2 ** 40} not found`],
      [
        'generated content',
        () => ({ content_item_id: autoItem.id }),
        404,
        () => `Content with id ${autoItem.id} not found`,
      ],
      [
        'a user who is switched off',
        () => ({ user_id: inactive.id }),
        422,
        () => `User ${inactive.id} is not active`,
      ],
    ])('but not of %s', async (_case, overrides, status, detail) => {
      const before = await stored().count();
      const response = await post(valid(overrides()));
      expectError(response, status, status === 404 ? 'NOT_FOUND' : 'VALIDATION_ERROR');
      expect(response.body.detail).toBe(typeof detail === 'string' ? detail : detail());
      expect(await stored().count()).toBe(before);
    });

    it.each([
      ['user_id', 'x'],
      ['user_id', null],
      ['content_item_id', 0],
      ['content_item_id', 1.5],
      ['recommendation_score', -0.0001],
      ['recommendation_score', 1.0001],
      ['recommendation_score', 'high'],
      ['algorithm_version', '   '],
      ['algorithm_version', 'x'.repeat(51)],
      ['metadata', []],
    ])('but not with %s = %j', async (field, value) => {
      const response = await post(valid({ [field]: value }));
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.errors[0].field).toBe(field);
    });
  });

  describe('are stored together', () => {
    const bulk = (recommendations: unknown) => test.http.post(`${base}/bulk`).send({ recommendations });

    it('and answered in the order sent', async () => {
      const scores = [0.5, 0.1, 0.9, 0.1, 1];
      const response = await bulk(scores.map((score) => valid({ recommendation_score: score })));
      expect(response.status).toBe(201);
      const { items, ...envelope } = response.body;
      expect(items.map((one: { recommendation_score: number }) => one.recommendation_score)).toEqual(scores);
      expect(envelope).toEqual({
        pagination: {
          page: 1,
          page_size: 5,
          total_count: 5,
          total_pages: 1,
          has_next: false,
          has_previous: false,
          next_cursor: null,
          prev_cursor: null,
        },
        total: 5,
        skip: 0,
        limit: 5,
        has_more: false,
      });
    });

    it('a thousand at once', async () => {
      const response = await bulk(Array.from({ length: 1000 }, (_, index) => valid({ metadata: { index } })));
      const indexes = response.body.items.map((one: Recommendation & { rec_metadata: { index: number } }) => {
        return one.rec_metadata.index;
      });
      expect(indexes).toEqual(Array.from({ length: 1000 }, (_, index) => index));
    });

    it.each([
      ['recommendation_score', () => 2, 'recommendation_score must be at most 1'],
      ['user_id', () => nobody, `User with id ${nobody} not found`],
      ['user_id', () => inactive.id, () => `User ${inactive.id} is not active`],
      ['content_item_id', () => autoItem.id, () => `Content with id ${autoItem.id} not found`],
    ])('or not at all: a wrong %s is named with its index', async (field, value, problem) => {
      const before = await stored().count();
      const wrong = valid({ [field]: value() });
      const response = await bulk([valid(), valid(), wrong, valid(), wrong]);
      expectError(response, 422, 'VALIDATION_ERROR');
      const detail = `recommendations[2]: ${typeof problem === 'string' ? problem : problem()}`;
      expect(response.body.detail).toBe(detail);
      expect(response.body.errors).toEqual([{ field: `recommendations[2].${field}`, message: detail }]);
      expect(await stored().count()).toBe(before);
    });

    it('neither none nor more than a thousand', async () => {
      for (const wrong of [[], Array(1001).fill(valid()), {}, undefined, [valid(), 5]])
        expectError(await bulk(wrong), 422, 'VALIDATION_ERROR');
    });

    it('also while their content is being deleted: with it or not at all', async () => {
      for (let round = 0; round < 5; round += 1) {
        const doomed = await createContent(test.dataSource, { creatorId: user.id });
        const entries = Array(20).fill(valid({ content_item_id: doomed.id }));
        const [created, removed] = await Promise.all([
          bulk(entries),
          test.http.delete(`/api/v1/content/${doomed.id}`),
        ]);
        expect(removed.status).toBe(200);
        expect([201, 422]).toContain(created.status);
        expect(await stored().countBy({ contentItemId: doomed.id })).toBe(0);
      }
    });
  });

  describe('are changed', () => {
    it('in what is sent; metadata is replaced', async () => {
      const { id } = await one({ recMetadata: { a: 1, b: 2 }, recommendationScore: 0.5 });
      const put = async (body: object) => (await test.http.put(`${base}/${id}`).send(body)).body;
      expect(await put({ metadata: { c: 3 } })).toMatchObject({
        rec_metadata: { c: 3 },
        recommendation_score: 0.5,
      });
      expect(await put({ recommendation_score: 0 })).toMatchObject({
        rec_metadata: { c: 3 },
        recommendation_score: 0,
      });
      expect(await put({ metadata: {} })).toMatchObject({ rec_metadata: {} });
      expect(await put({})).toEqual((await test.http.get(`${base}/${id}`)).body);
    });

    it('on condition that they are as last seen', async () => {
      const { id } = await one();
      const { etag } = (await test.http.get(`${base}/${id}`)).headers as { etag: string };
      const put = () =>
        test.http.put(`${base}/${id}`).set('If-Match', etag).send({ recommendation_score: 1 });
      expect((await put()).status).toBe(200);
      expectError(await put(), 412, 'PRECONDITION_FAILED');
      expectError(await test.http.delete(`${base}/${id}`).set('If-Match', etag), 412, 'PRECONDITION_FAILED');
      const feedback = test.http.put(`${base}/${id}/feedback`).set('If-Match', etag).send({ rating: 1 });
      expectError(await feedback, 412, 'PRECONDITION_FAILED');
    });

    it('but not to what they cannot be', async () => {
      const { id } = await one();
      for (const body of [{ recommendation_score: 1.1 }, { recommendation_score: '' }, { metadata: 'x' }])
        expectError(await test.http.put(`${base}/${id}`).send(body), 422, 'VALIDATION_ERROR');
    });
  });

  it('are deleted for good', async () => {
    const { id } = await one();
    const response = await test.http.delete(`${base}/${id}`);
    expect(response.body).toEqual({ success: true, message: `Recommendation ${id} deleted successfully` });
    expectError(await test.http.get(`${base}/${id}`), 404, 'NOT_FOUND');
    expectError(await test.http.delete(`${base}/${id}`), 404, 'NOT_FOUND');
  });

  it('outlive their content, of which they keep no id', async () => {
    const doomed = await createContent(test.dataSource, { creatorId: user.id });
    const { id } = await one({ contentItemId: doomed.id });
    await test.http.delete(`/api/v1/content/${doomed.id}`);
    expect((await test.http.get(`${base}/${id}`)).body.content_item_id).toBeNull();
  });

  it('that do not exist are not found, and ids that are none are refused', async () => {
    for (const path of ['2147483647', '99999999999']) {
      expectError(await test.http.get(`${base}/${path}`), 404, 'NOT_FOUND');
      expectError(await test.http.put(`${base}/${path}`).send({}), 404, 'NOT_FOUND');
      expectError(await test.http.put(`${base}/${path}/feedback`).send({ rating: 5 }), 404, 'NOT_FOUND');
    }
    for (const path of ['0', '-1', 'x', '1.5'])
      expectError(await test.http.get(`${base}/${path}`), 422, 'VALIDATION_ERROR');
  });
});
