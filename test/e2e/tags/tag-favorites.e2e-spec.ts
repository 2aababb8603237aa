import { randomUUID } from 'node:crypto';
import type { Tag } from '../../../src/tags/tag.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createTag } from '../../support/factories/tag.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('favorite tags', () => {
  let test: TestApp;
  let user: User;
  const tags: Tag[] = [];

  beforeAll(async () => {
    test = await createTestApp();
    for (const name of ['zinc', 'amber', 'mauve']) tags.push(await createTag(test.dataSource, { name }));
  });
  beforeEach(async () => {
    user = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const change = (method: 'post' | 'delete', tagId: string, userId = user.id) =>
    test.http[method](`/api/v1/tags/${tagId}/favorite`).query({ user_id: userId });
  const names = async (): Promise<unknown[]> =>
    (await test.http.get('/api/v1/tags/favorites').query({ user_id: user.id })).body.map(
      ({ name }: { name: string }) => name,
    );

  it('are listed in the order of marking', async () => {
    const [zinc, amber, mauve] = tags as [Tag, Tag, Tag];
    const response = await change('post', zinc.id);
    expect([response.status, response.body]).toEqual([
      200,
      { success: true, message: 'Tag added to favorites' },
    ]);
    await change('post', mauve.id);
    await change('post', amber.id);
    expect(await names()).toEqual(['zinc', 'mauve', 'amber']);
    const { body } = await test.http.get(`/api/v1/tags/favorites/${user.id}`);
    expect(body[0]).toEqual({ id: zinc.id, name: 'zinc' });
    expect((await test.http.get('/api/v1/tags/favorites').set('X-User-ID', user.id)).body).toEqual(body);
  });

  it('keep their place when marked again, and lose it when taken off in between', async () => {
    const [zinc, amber] = tags as [Tag, Tag];
    for (const { id } of [zinc, amber, zinc]) expect((await change('post', id)).status).toBe(200);
    expect(await names()).toEqual(['zinc', 'amber']);
    await change('delete', zinc.id);
    await change('post', zinc.id);
    expect(await names()).toEqual(['amber', 'zinc']);
  });

  it('are there once when marked many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => change('post', tags[0]!.id)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await names()).toEqual(['zinc']);
  });

  it('are taken off as often as one likes', async () => {
    await change('post', tags[0]!.id);
    for (const tagId of [tags[0]!.id, tags[0]!.id, tags[1]!.id, randomUUID()]) {
      const response = await change('delete', tagId);
      expect(response.status).toBe(200);
      expect(response.body).toEqual({ success: true, message: 'Tag removed from favorites' });
    }
    expect(await names()).toEqual([]);
  });

  it('are refused to a user there is not', async () => {
    const unknown = randomUUID();
    for (const response of [
      await change('post', tags[0]!.id, unknown),
      await change('delete', tags[0]!.id, unknown),
      await test.http.get('/api/v1/tags/favorites').query({ user_id: unknown }),
      await test.http.get(`/api/v1/tags/favorites/${unknown}`),
    ]) {
      expectError(response, 404, 'NOT_FOUND');
      expect(response.body.detail).toBe(`User with id ${unknown} not found`);
    }
  });

  it('are refused of a tag there is not, or what is no tag', async () => {
    const unknown = randomUUID();
    const response = await change('post', unknown);
    expectError(response, 404, 'NOT_FOUND');
    expect(response.body.detail).toBe(`Tag with id ${unknown} not found`);
    expectError(await change('post', 'zinc'), 422, 'VALIDATION_ERROR');
    expectError(await change('delete', 'zinc'), 422, 'VALIDATION_ERROR');
  });

  it.each(['', '?user_id=', '?user_id=me'])('are refused without a user: %j', async (query) => {
    for (const response of [
      await test.http.get(`/api/v1/tags/favorites${query}`),
      await test.http.post(`/api/v1/tags/${tags[0]!.id}/favorite${query}`),
      await test.http.delete(`/api/v1/tags/${tags[0]!.id}/favorite${query}`),
      await test.http.get('/api/v1/tags/favorites/me'),
    ])
      expectError(response, 422, 'VALIDATION_ERROR');
  });
});
