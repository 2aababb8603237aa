import type { Response } from 'supertest';
import { createContent } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const strongTag = /^"[\w-]{27}"$/;

describe('conditional requests of readers', () => {
  let test: TestApp;
  let userId: string;
  let contentId: number;

  beforeAll(async () => {
    test = await createTestApp();
    ({ id: userId } = await createUser(test.dataSource));
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    contentId = (await createContent(test.dataSource, { creatorId: userId, tags: ['dusk'] })).id;
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    test.http.get(`/api/v1${path}`).set(headers);
  const tagOf = ({ headers }: Response): string => headers.etag as string;

  const paths = (): string[] => [
    '/version',
    '/databases',
    `/users/${userId}`,
    `/users/${userId}/stats`,
    '/users/search',
    `/content/${contentId}`,
    '/content',
    '/content?limit=1&sort=top-rated',
    '/content/unified?page_size=2',
    '/content/stats/unified',
    '/content-auto/enhanced',
    '/content/stats/overview',
  ];

  it('learn a strong tag and that they may keep the answer', async () => {
    for (const path of paths()) {
      const { status, headers } = await get(path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.etag).toMatch(strongTag);
      expect(headers['cache-control']).toBe('private, no-cache');
    }
  });

  it('are answered 304 without a body, with the headers of the 200 it stands for', async () => {
    for (const path of paths()) {
      const full = await get(path, { Origin: 'https://a.example' });
      const spared = await get(path, { Origin: 'https://a.example', 'If-None-Match': tagOf(full) });
      expect([path, spared.status, spared.text]).toEqual([path, 304, '']);
      for (const name of ['etag', 'cache-control', 'access-control-allow-origin', 'vary']) {
        expect([name, spared.headers[name]]).toEqual([name, full.headers[name]]);
      }
      expect(spared.headers.date).toBeDefined();
      for (const name of ['content-type', 'content-length', 'transfer-encoding']) {
        expect(spared.headers).not.toHaveProperty(name);
      }
    }
  });

  it('are answered alike to HEAD', async () => {
    const path = `/api/v1/content/${contentId}`;
    const full = await test.http.get(path);
    const head = await test.http.head(path);
    expect(head.status).toBe(200);
    for (const name of ['etag', 'cache-control', 'content-length', 'content-type']) {
      expect([name, head.headers[name]]).toEqual([name, full.headers[name]]);
    }
    const spared = await test.http.head(path).set('If-None-Match', tagOf(full));
    expect([spared.status, tagOf(spared)]).toEqual([304, tagOf(full)]);
  });

  it.each([
    ['the tag', (tag: string) => tag, 304],
    ['its weak form, as a compressing proxy makes it', (tag: string) => `W/${tag}`, 304],
    ['a list with the tag in it', (tag: string) => `"x", W/"y",${tag}`, 304],
    ['any', () => '*', 304],
    ['another tag', () => '"x"', 200],
    ['the tag without its quotes', (tag: string) => tag.slice(1, -1), 200],
    ['what is no list of tags', () => '"unclosed', 200],
    ['a list of nothing', () => ' , ', 200],
  ])('If-None-Match: %s', async (_case, header, status) => {
    const tag = tagOf(await get(`/content/${contentId}`));
    const response = await get(`/content/${contentId}`, { 'If-None-Match': header(tag) });
    expect([response.status, tagOf(response)]).toEqual([status, tag]);
  });

  it('get the whole answer when they insist on a fresh one', async () => {
    const tag = tagOf(await get(`/content/${contentId}`));
    const headers = { 'If-None-Match': tag, 'Cache-Control': 'no-cache' };
    expect((await get(`/content/${contentId}`, headers)).status).toBe(200);
  });

  it('see the tag change with anything that is shown, and with nothing else', async () => {
    const path = `/content/${contentId}`;
    const before = tagOf(await get(path));
    expect(tagOf(await get(`${path}/`))).toBe(before);
    const seen = new Set([before]);
    const changes = [
      { title: 'Another' },
      { tags: ['night'] },
      { is_private: true },
      { item_metadata: { a: 1 } },
    ];
    for (const change of changes) {
      await test.http.put(`/api/v1${path}`).send(change);
      seen.add(tagOf(await get(path, { 'If-None-Match': [...seen].join(', ') })));
    }
    await test.http.put(`/api/v1/users/${userId}`).send({ username: `renamed_${contentId}` });
    seen.add(tagOf(await get(path)));
    expect(seen.size).toBe(changes.length + 2);
  });

  it('see lists change with their rows and totals', async () => {
    const list = `/content?creator_id=${userId}&limit=1&sort_field=id&sort_order=asc`;
    const before = tagOf(await get(list));
    await createContent(test.dataSource, { creatorId: userId });
    const after = await get(list, { 'If-None-Match': before });
    expect(after.status).toBe(200);
  });

  it('get errors as ever, with no tag and not to be kept', async () => {
    for (const [path, status] of [
      ['/content/1', 404],
      ['/content/abc', 422],
      ['/content?cursor=x', 400],
      ['/nowhere', 404],
    ] as const) {
      const response = await get(path, { 'If-None-Match': '*' });
      expect([path, response.status]).toEqual([path, status]);
      expect(response.headers).not.toHaveProperty('etag');
      expect(response.headers['cache-control']).toBe('no-store');
    }
  });

  it('what is not shown but done carries no tag and is not to be kept', async () => {
    const created = await test.http
      .post('/api/v1/content')
      .send({ title: 't', content_type: 'text', content_data: 'd', creator_id: userId });
    const searched = await test.http.post('/api/v1/content/search').send({}).set('If-None-Match', '*');
    const deleted = await test.http.delete(`/api/v1/content/${created.body.id}`);
    expect([created.status, searched.status, deleted.status]).toEqual([201, 200, 200]);
    for (const { headers } of [created, searched, deleted]) {
      expect(headers).not.toHaveProperty('etag');
      expect(headers['cache-control']).toBe('no-store');
    }
  });
});
