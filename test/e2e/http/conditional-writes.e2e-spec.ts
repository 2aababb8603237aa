import type { Response } from 'supertest';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createInteractions } from '../../support/factories/interaction.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('conditional requests of writers', () => {
  let test: TestApp;
  let userId: string;
  let contentId: number;
  let interactionId: number;
  let turn = 0;

  beforeAll(async () => {
    test = await createTestApp();
    ({ id: userId } = await createUser(test.dataSource));
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    contentId = (await createContent(test.dataSource, { creatorId: userId, tags: ['dusk'] })).id;
    const [interaction] = await createInteractions(test.dataSource, userId, [{ contentItemId: contentId }]);
    interactionId = interaction!.id;
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    test.http.get(`/api/v1${path}`).set(headers);
  const tagOf = ({ headers }: Response): string => headers.etag as string;

  // The resource whose tag counts, and a change of it.
  const changes: [
    name: string,
    resource: () => string,
    change: (headers: Record<string, string>) => Promise<Response>,
  ][] = [
    [
      'PUT /content/{id}',
      () => `/content/${contentId}`,
      (headers) => test.http.put(`/api/v1/content/${contentId}`).set(headers).send({ title: 'New' }),
    ],
    [
      'PUT /content/{id}/quality',
      () => `/content/${contentId}`,
      (headers) =>
        test.http.put(`/api/v1/content/${contentId}/quality`).set(headers).send({ quality_score: 1 }),
    ],
    [
      'DELETE /content/{id}',
      () => `/content/${contentId}`,
      (headers) => test.http.delete(`/api/v1/content/${contentId}`).set(headers),
    ],
    [
      'PUT /interactions/{id}',
      () => `/interactions/${interactionId}`,
      (headers) =>
        test.http
          .put(`/api/v1/interactions/${interactionId}`)
          .set(headers)
          .send({ metadata: { turn: (turn += 1) } }),
    ],
    [
      'DELETE /interactions/{id}',
      () => `/interactions/${interactionId}`,
      (headers) => test.http.delete(`/api/v1/interactions/${interactionId}`).set(headers),
    ],
    [
      'PUT /users/{id}',
      () => `/users/${userId}`,
      (headers) => test.http.put(`/api/v1/users/${userId}`).set(headers).send({ is_active: true }),
    ],
    [
      'PUT /users/{id}/preferences',
      () => `/users/${userId}`,
      (headers) =>
        test.http
          .put(`/api/v1/users/${userId}/preferences`)
          .set(headers)
          .send({ preferences: { seen: contentId } }),
    ],
    [
      'PUT /users/{id}/status',
      () => `/users/${userId}`,
      (headers) => test.http.put(`/api/v1/users/${userId}/status`).set(headers).send({ is_active: true }),
    ],
    [
      'DELETE /users/{id}',
      () => `/users/${userId}`,
      (headers) => test.http.delete(`/api/v1/users/${userId}`).set(headers),
    ],
  ];

  describe.each(changes)('%s', (name, resource, change) => {
    it('is done when the resource is as its sender has seen it', async () => {
      const tag = tagOf(await get(resource()));
      const response = await change({ 'If-Match': `"x", ${tag}` });
      expect(response.status).toBe(200);
    });

    it.each([
      ['another tag', () => ({ 'If-Match': '"x"' })],
      ['the weak form of the right tag', (tag: string) => ({ 'If-Match': `W/${tag}` })],
      ['no tag at all', () => ({ 'If-Match': ',' })],
      ['any state, to go on only if there is none', () => ({ 'If-None-Match': '*' })],
      ['any state but this', (tag: string) => ({ 'If-Match': '*', 'If-None-Match': `W/${tag}` })],
    ])('is refused and changes nothing with %s', async (_case, conditions) => {
      const before = await get(resource());
      const response = await change(conditions(tagOf(before)));
      expectError(response, 412, 'PRECONDITION_FAILED');
      expect(response.body.error).toBe('PreconditionFailed');
      const after = await get(resource());
      expect([after.body, tagOf(after)]).toEqual([before.body, tagOf(before)]);
    });

    it('takes * for whatever is there, and refuses what is no list of tags', async () => {
      const response = await change({ 'If-Match': 'abc' });
      expectError(response, 400, 'BAD_REQUEST');
      expect(response.body.detail).toBe('If-Match must be * or a list of entity tags');
      expect((await change({ 'If-Match': '*', 'If-None-Match': 'abc' })).status).toBe(200);
    });

    it('answers a PUT with the tag the next one can be sent with', async () => {
      if (name.startsWith('DELETE')) return;
      const first = await change({});
      expect(first.headers['cache-control']).toBe('no-store');
      expect(tagOf(first)).toBe(tagOf(await get(resource())));
      const second = await change({ 'If-Match': tagOf(first) });
      expect(second.status).toBe(200);
      expect(tagOf(second)).not.toBe(tagOf(first));
      expectError(await change({ 'If-Match': tagOf(first) }), 412, 'PRECONDITION_FAILED');
    });

    it('lets one of many who have seen the same state win', async () => {
      await new Promise((resolve) => setTimeout(resolve, 2)); // so that updated_at moves on
      const tag = tagOf(await get(resource()));
      const responses = await Promise.all(Array.from({ length: 8 }, () => change({ 'If-Match': tag })));
      const statuses = responses.map(({ status }) => status).sort();
      const others = /^DELETE \/(content|interactions)/.test(name) ? 404 : 412;
      expect(statuses).toEqual([200, ...Array.from({ length: 7 }, () => others)]);
    });
  });

  it('what does not exist is not found, whatever is expected of it', async () => {
    for (const expected of ['*', '"x"']) {
      const send = (path: string) => test.http.put(`/api/v1${path}`).set('If-Match', expected).send({});
      expectError(await send('/content/1'), 404, 'NOT_FOUND');
      expectError(await send(`/content-auto/${contentId}`), 404, 'NOT_FOUND');
      expectError(await send('/users/00000000-0000-4000-8000-000000000000'), 404, 'NOT_FOUND');
      const removal = test.http.delete(`/api/v1/content-auto/${contentId}`).set('If-Match', expected);
      expectError(await removal, 404, 'NOT_FOUND');
    }
  });

  it('a change that changes nothing is refused too when the resource is another', async () => {
    const send = (tag: string) => test.http.put(`/api/v1/users/${userId}`).set('If-Match', tag).send({});
    expectError(await send('"x"'), 412, 'PRECONDITION_FAILED');
    const tag = tagOf(await get(`/users/${userId}`));
    const response = await send(tag);
    expect([response.status, tagOf(response)]).toEqual([200, tag]);
  });

  it('tags that came with a tag added meanwhile are not overwritten', async () => {
    const tag = tagOf(await get(`/content/${contentId}`));
    await test.http.put(`/api/v1/content/${contentId}`).send({ tags: ['dusk', 'theirs'] });
    const mine = await test.http
      .put(`/api/v1/content/${contentId}`)
      .set('If-Match', tag)
      .send({ tags: ['dusk', 'mine'] });
    expectError(mine, 412, 'PRECONDITION_FAILED');
    expect((await get(`/content/${contentId}`)).body.tags).toEqual(['dusk', 'theirs']);
  });
});
