import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('generated content', () => {
  let test: TestApp;
  let creator: User;

  beforeAll(async () => {
    test = await createTestApp();
    creator = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const post = (changes: object = {}) =>
    test.http.post('/api/v1/content-auto').send({
      title: 'Lighthouse at dusk',
      content_type: 'image',
      content_data: 'images/lighthouse.png',
      creator_id: creator.id,
      ...changes,
    });
  const totals = async (query: string): Promise<[regular: number, auto: number]> => {
    const [regular, auto] = await Promise.all(
      ['content', 'content-auto'].map((path) => test.http.get(`/api/v1/${path}${query}`)),
    );
    return [regular!.body.total as number, auto!.body.total as number];
  };

  it('is created with its own prompt, and shown where it belongs and nowhere else', async () => {
    const response = await post({ prompt: 'a lighthouse, oil on canvas', tags: ['dusk'] });
    expect(response.status).toBe(201);
    expect(response.body).toMatchObject({
      prompt: 'a lighthouse, oil on canvas',
      tags: ['dusk'],
      quality_score: 0.5,
      source_type: 'auto',
    });
    const { id } = response.body;
    expect((await test.http.get(`/api/v1/content-auto/${id}`)).body).toEqual(response.body);
    expectError(await test.http.get(`/api/v1/content/${id}`), 404, 'NOT_FOUND');
    const unified = await test.http.get('/api/v1/content/unified?content_types=auto');
    expect(unified.body.items).toEqual([response.body]);
  });

  it('takes the title for a prompt where none is sent', async () => {
    expect((await post()).body.prompt).toBe('Lighthouse at dusk');
  });

  it.each([
    [{ creator_id: '00000000-0000-4000-8000-000000000000' }, 'creator_id', 'Creator not found'],
    [{ title: ' ' }, 'title', 'title must not be blank'],
    [{ content_type: 'sculpture' }, 'content_type', 'content_type must be one of text, image, video, audio'],
  ])('is refused with %j', async (changes, field, message) => {
    const response = await post(changes);
    expectError(response, 422, 'VALIDATION_ERROR');
    expect(response.body.errors).toEqual([{ field, message }]);
  });

  it('is changed, judged and deleted', async () => {
    const { body: created } = await post({ tags: ['night'] });
    const at = `/api/v1/content-auto/${created.id}`;
    const changed = await test.http.put(at).send({ title: 'Night', tags: [], is_private: true, prompt: 'x' });
    expect(changed.body).toEqual({
      ...created,
      title: 'Night',
      tags: [],
      is_private: true,
      updated_at: changed.body.updated_at,
    });
    const judged = await test.http.put(`${at}/quality`).send({ quality_score: 0.9 });
    expect(judged.body).toMatchObject({ title: 'Night', quality_score: 0.9 });
    const deleted = await test.http.delete(at);
    expect(deleted.body).toEqual({
      success: true,
      message: `Content ${created.id} deleted successfully`,
    });
    expectError(await test.http.delete(at), 404, 'NOT_FOUND');
  });

  it.each([
    ['get', ''],
    ['put', ''],
    ['delete', ''],
    ['put', '/quality'],
  ] as const)(
    '%s /content-auto/{id}%s answers 404 to unknown and regular content, 422 to a malformed id',
    async (method, suffix) => {
      const request = (id: string | number) =>
        test.http[method](`/api/v1/content-auto/${id}${suffix}`).send(
          method === 'put' ? { quality_score: 0.9 } : undefined,
        );
      const regular = await createContent(test.dataSource, { creatorId: creator.id });
      for (const id of [1, regular.id]) expectError(await request(id), 404, 'NOT_FOUND');
      expectError(await request('abc'), 422, 'VALIDATION_ERROR');
    },
  );

  it('is listed, filtered and searched apart from what people made', async () => {
    const shared = { creatorId: creator.id, title: 'Needle in hay', itemMetadata: { size: 3 } };
    await createContent(test.dataSource, { ...shared, sourceType: 'auto', tags: ['hay'] });
    await createContent(test.dataSource, { ...shared, sourceType: 'auto' });
    await createContent(test.dataSource, { ...shared, sourceType: 'items', tags: ['hay'] });
    expect(await totals('?search=needle')).toEqual([1, 2]);
    expect(await totals('?search_term=needle&tag=hay')).toEqual([1, 1]);
    const search = await test.http
      .post('/api/v1/content-auto/search')
      .send({ search_term: '"needle in"', metadata_filter: { size: 3 }, tags: ['hay'] });
    expect(search.status).toBe(200);
    expect(search.body.total).toBe(1);
    expect(search.body.items[0]).toMatchObject({ source_type: 'auto', tags: ['hay'] });
    expectError(
      await test.http.post('/api/v1/content-auto/search').send({ limit: 0 }),
      422,
      'VALIDATION_ERROR',
    );
  });

  it('has cursors of its own', async () => {
    const { body } = await test.http.get('/api/v1/content-auto?limit=1');
    const { next_cursor: cursor } = body.pagination;
    expect((await test.http.get('/api/v1/content-auto').query({ cursor })).status).toBe(200);
    expectError(await test.http.get('/api/v1/content').query({ cursor }), 400, 'INVALID_CURSOR');
    expectError(
      await test.http.get('/api/v1/content-auto/enhanced').query({ cursor }),
      400,
      'INVALID_CURSOR',
    );
  });
});
