import { randomUUID } from 'node:crypto';
import type { ContentItem } from '../../../src/content/content-item.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('interactions', () => {
  let test: TestApp;
  let user: User;
  let content: ContentItem;

  beforeAll(async () => {
    test = await createTestApp();
    user = await createUser(test.dataSource);
    content = await createContent(test.dataSource, { creatorId: user.id });
  });
  afterAll(() => test.close());

  const post = (body: object | undefined) => test.http.post('/api/v1/interactions').send(body);
  const valid = (more: object = {}): object => ({
    user_id: user.id,
    content_item_id: content.id,
    interaction_type: 'view',
    ...more,
  });
  const created = async (more: object = {}) => (await post(valid(more))).body as { id: number };
  const url = (id: number | string): string => `/api/v1/interactions/${id}`;

  describe('are recorded', () => {
    it('with everything that can be told of them', async () => {
      const response = await post(
        valid({ interaction_type: 'rate', rating: 4, duration: 0, metadata: { from: 'gallery' } }),
      );
      expect(response.status).toBe(201);
      expect(response.body).toEqual({
        id: expect.any(Number),
        user_id: user.id,
        content_item_id: content.id,
        interaction_type: 'rate',
        rating: 4,
        duration: 0,
        interaction_metadata: { from: 'gallery' },
        created_at: expect.stringMatching(/Z$/),
      });
      expect((await test.http.get(url(response.body.id))).body).toEqual(response.body);
    });

    it.each(['view', 'like', 'share', 'download', 'bookmark', 'comment', 'rate'])(
      'as a %s, with no more than that',
      async (interaction_type) => {
        const response = await post(valid({ interaction_type, is_public: true }));
        expect(response.status).toBe(201);
        expect(response.body).toMatchObject({
          interaction_type,
          rating: null,
          duration: null,
          interaction_metadata: {},
        });
      },
    );

    it('again and again, each time anew', async () => {
      const responses = await Promise.all(Array.from({ length: 20 }, () => post(valid())));
      expect(new Set(responses.map(({ body }) => body.id as number)).size).toBe(20);
      expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([201]));
    });

    it('with metadata stored as sent', async () => {
      const metadata = { "'; DROP TABLE users; --": ['$1', '\\', '👩‍👩‍👧‍👦', { a: null }], constructor: 1 };
      const { body } = await post(valid({ metadata }));
      expect(body.interaction_metadata).toEqual(metadata);
    });
  });

  describe('are refused', () => {
    it.each([
      ['without a user', { user_id: undefined }, 'user_id is required'],
      ['of a user without a UUID', { user_id: 'me' }, 'user_id must be a UUID'],
      ['without content', { content_item_id: undefined }, 'content_item_id is required'],
      ['with content 0', { content_item_id: 0 }, 'content_item_id must be at least 1'],
      [
        'with content past any id',
        { content_item_id: 2 ** 31 },
        'content_item_id must be at most 2147483647',
      ],
      ['with content 1.5', { content_item_id: 1.5 }, 'content_item_id must be a whole number'],
      ['without a type', { interaction_type: undefined }, 'interaction_type is required'],
      ['of a type there is not', { interaction_type: 'hug' }, /^interaction_type must be one of view, like/],
      ['with a rating of 0', { rating: 0 }, 'rating must be at least 1'],
      ['with a rating of 6', { rating: 6 }, 'rating must be at most 5'],
      ['with a rating of 3.5', { rating: 3.5 }, 'rating must be a whole number'],
      ['with a duration below 0', { duration: -1 }, 'duration must be at least 0'],
      ['with a duration past any', { duration: 2 ** 31 }, 'duration must be at most 2147483647'],
      ['with metadata that is a list', { metadata: [] }, 'metadata must be an object'],
      ['with metadata that cannot be stored', { metadata: { a: '\0' } }, /NUL/],
    ])('%s', async (_case, change, detail) => {
      const response = await post(valid(change));
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.detail).toEqual(
        typeof detail === 'string' ? detail : expect.stringMatching(detail),
      );
    });

    it('without a body, and with one that is not JSON', async () => {
      expectError(await post(undefined), 422, 'VALIDATION_ERROR');
      const request = test.http.post('/api/v1/interactions').set('Content-Type', 'application/json');
      expectError(await request.send('{"user_id":'), 422, 'INVALID_JSON');
    });

    it('of a user there is not', async () => {
      const response = await post(valid({ user_id: randomUUID(), content_item_id: 1 }));
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body).toMatchObject({
        detail: 'User not found',
        errors: [{ field: 'user_id', message: 'User not found' }],
      });
    });

    it('of a user who is switched off', async () => {
      const { id } = await createUser(test.dataSource, { isActive: false });
      const response = await post(valid({ user_id: id }));
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.detail).toBe(`User ${id} is not active`);
    });

    it('with content there is not, and with generated content', async () => {
      const auto = await createContent(test.dataSource, { creatorId: user.id, sourceType: 'auto' });
      for (const content_item_id of [1, auto.id, 2 ** 31 - 1]) {
        const response = await post(valid({ content_item_id }));
        expectError(response, 422, 'VALIDATION_ERROR');
        expect(response.body).toMatchObject({
          detail: 'Content not found',
          errors: [{ field: 'content_item_id', message: 'Content not found' }],
        });
      }
    });

    it('with content that is being deleted, or kept without it: never with a failure', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { id } = await createContent(test.dataSource, { creatorId: user.id });
        const [deleted, ...recorded] = await Promise.all([
          test.http.delete(`/api/v1/content/${id}`),
          ...Array.from({ length: 8 }, () => post(valid({ content_item_id: id }))),
        ]);
        expect(deleted.status).toBe(200);
        for (const response of recorded) {
          if (response.status === 422) expect(response.body.detail).toBe('Content not found');
          else expect(response.status).toBe(201);
        }
      }
    });
  });

  it('are not there to be read, changed or deleted under an id nobody has', async () => {
    for (const id of ['999999999', '99999999999']) {
      for (const response of [
        await test.http.get(url(id)),
        await test.http.put(url(id)).send({ rating: 1 }),
        await test.http.delete(url(id)),
      ]) {
        expectError(response, 404, 'NOT_FOUND');
        expect(response.body.detail).toBe(`Interaction with id ${id} not found`);
      }
    }
    for (const id of ['x', '0', '-1', '1.5', 'null'])
      expectError(await test.http.get(url(id)), 422, 'VALIDATION_ERROR');
  });

  describe('are changed', () => {
    it('in what is sent, metadata as a whole', async () => {
      const { id } = await created({ rating: 2, duration: 10, metadata: { a: 1 } });
      const change = async (body: object): Promise<object> => {
        const { status, body: answer } = await test.http.put(url(id)).send(body);
        expect(status).toBe(200);
        expect((await test.http.get(url(id))).body).toEqual(answer);
        return answer as object;
      };
      expect(await change({ rating: 5 })).toMatchObject({
        rating: 5,
        duration: 10,
        interaction_metadata: { a: 1 },
      });
      expect(await change({ duration: 0 })).toMatchObject({ rating: 5, duration: 0 });
      expect(await change({ metadata: { b: 2 } })).toMatchObject({ interaction_metadata: { b: 2 } });
      const before = (await test.http.get(url(id))).body as object;
      expect(await change({})).toEqual(before);
      expect(await change({ rating: null, duration: null, metadata: null })).toEqual(before);
      expect(await change({ user_id: randomUUID(), interaction_type: 'like', content_item_id: 1 })).toEqual(
        before,
      );
    });

    it.each([{ rating: 0 }, { rating: 6 }, { rating: 'x' }, { duration: -1 }, { metadata: 'x' }])(
      'not to %j',
      async (body) => {
        const { id } = await created();
        expectError(await test.http.put(url(id)).send(body), 422, 'VALIDATION_ERROR');
      },
    );

    it('only in the state their sender has seen, where one is named', async () => {
      const { id } = await created({ rating: 1 });
      const tag = (await test.http.get(url(id))).headers.etag as string;
      const [one, other] = await Promise.all(
        [2, 3].map((rating) => test.http.put(url(id)).set('If-Match', tag).send({ rating })),
      );
      expect([one!.status, other!.status].sort()).toEqual([200, 412]);
      expectError(await test.http.delete(url(id)).set('If-Match', tag), 412, 'PRECONDITION_FAILED');
      const current = (one!.status === 200 ? one! : other!).headers.etag as string;
      expect((await test.http.get(url(id)).set('If-None-Match', current)).status).toBe(304);
      expect((await test.http.delete(url(id)).set('If-Match', current)).status).toBe(200);
    });
  });

  it('are deleted, once', async () => {
    const { id } = await created();
    const response = await test.http.delete(url(id));
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ success: true, message: `Interaction ${id} deleted successfully` });
    expectError(await test.http.delete(url(id)), 404, 'NOT_FOUND');
    expectError(await test.http.get(url(id)), 404, 'NOT_FOUND');
  });

  it('outlive their content, whose id is null then', async () => {
    const { id: contentId } = await createContent(test.dataSource, { creatorId: user.id });
    const { id } = await created({ content_item_id: contentId });
    await test.http.delete(`/api/v1/content/${contentId}`);
    expect((await test.http.get(url(id))).body).toMatchObject({ id, content_item_id: null });
  });

  describe('the last of a user with content', () => {
    const last = (contentId: number | string, type: string, userId: string = user.id) =>
      test.http.get(`/api/v1/interactions/user/${userId}/content/${contentId}/${type}`);

    it('is found by its type', async () => {
      const { id: contentId } = await createContent(test.dataSource, { creatorId: user.id });
      await created({ content_item_id: contentId, interaction_type: 'like' });
      const newer = await created({ content_item_id: contentId, interaction_type: 'like' });
      await created({ content_item_id: contentId, interaction_type: 'share' });
      expect((await last(contentId, 'like')).body).toEqual(newer);
      const response = await last(contentId, 'rate');
      expectError(response, 404, 'NOT_FOUND');
      expect(response.body.detail).toBe(
        `No rate interaction found between user ${user.id} and content ${contentId}`,
      );
    });

    it('is refused for what is no user, content or type', async () => {
      expectError(await last('x', 'like'), 422, 'VALIDATION_ERROR');
      expectError(await last(1, 'hug'), 422, 'VALIDATION_ERROR');
      expectError(await last(1, 'like', 'me'), 422, 'VALIDATION_ERROR');
    });
  });
});
