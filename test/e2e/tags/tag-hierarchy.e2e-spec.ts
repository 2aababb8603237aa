import { DataSource, type EntityManager } from 'typeorm';
import type { Tag } from '../../../src/tags/tag.entity.js';
import { TagsService } from '../../../src/tags/tags.service.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createHierarchy, linkTags } from '../../support/factories/tag-hierarchy.factory.js';
import { createTag } from '../../support/factories/tag.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('the tag hierarchy', () => {
  let test: TestApp;
  let user: User;
  let tags: Record<string, Tag>;

  beforeAll(async () => {
    test = await createTestApp();
    user = await createUser(test.dataSource);
  });
  beforeEach(async () => {
    await test.dataSource.query('TRUNCATE tags CASCADE');
    tags = await createHierarchy(
      test.dataSource,
      `
        Ukiyo-e > Prints
        Ukiyo-e > Art
        Prints > Art
        Sound
      `,
    );
    await test.http.post('/api/v1/tags/hierarchy/refresh');
  });
  afterAll(() => test.close());

  const get = (query: object = {}) => test.http.get('/api/v1/tags/hierarchy').query(query);
  const names = async (): Promise<unknown[]> =>
    (await get()).body.nodes.map(({ name }: { name: string }) => name);
  const ratingOf = async (name: string): Promise<unknown[]> => {
    const { body } = await get({ include_ratings: true });
    const node = body.nodes.find((one: { name: string }) => one.name === name);
    return [node.average_rating, node.rating_count];
  };
  const rate = (tag: Tag, rating: number) =>
    test.http.post(`/api/v1/tags/${tag.id}/rate`).query({ user_id: user.id, rating });
  const idOf = (name: string): string => tags[name]!.id;

  it('has every tag once, by name, with all its parents and the first of them', async () => {
    const { body, headers, status } = await get();
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    const plain = { average_rating: null, rating_count: null };
    expect(body.nodes).toEqual([
      { id: idOf('Art'), name: 'Art', parent: null, parents: [], ...plain },
      { id: idOf('Prints'), name: 'Prints', parent: idOf('Art'), parents: [idOf('Art')], ...plain },
      { id: idOf('Sound'), name: 'Sound', parent: null, parents: [], ...plain },
      {
        id: idOf('Ukiyo-e'),
        name: 'Ukiyo-e',
        parent: idOf('Art'),
        parents: [idOf('Art'), idOf('Prints')],
        ...plain,
      },
    ]);
    expect(body.metadata).toEqual({
      totalNodes: 4,
      totalRelationships: 3,
      rootCategories: 2,
      lastUpdated: expect.stringMatching(/Z$/),
      format: 'flat_array',
      version: '2.0',
    });
  });

  it('shows ratings when asked to', async () => {
    await rate(tags.Art!, 4.5);
    expect(await ratingOf('Art')).toEqual([4.5, 1]);
    expect(await ratingOf('Sound')).toEqual([null, 0]);
    expect((await get()).body.nodes[0]).toMatchObject({ average_rating: null, rating_count: null });
  });

  it('follows a rating given and taken back at once', async () => {
    expect(await ratingOf('Art')).toEqual([null, 0]);
    await rate(tags.Art!, 5);
    expect(await ratingOf('Art')).toEqual([5, 1]);
    await rate(tags.Art!, 1);
    expect(await ratingOf('Art')).toEqual([1, 1]);
    await test.http.delete(`/api/v1/tags/${idOf('Art')}/rate`).query({ user_id: user.id });
    expect(await ratingOf('Art')).toEqual([null, 0]);
  });

  it('follows tags that come with content at once', async () => {
    expect(await names()).not.toContain('Dusk');
    const content = {
      title: 'x',
      content_type: 'text',
      content_data: 'x',
      creator_id: user.id,
      tags: ['Dusk'],
    };
    const { body } = await test.http.post('/api/v1/content').send(content);
    expect(await names()).toContain('Dusk');
    await test.http.put(`/api/v1/content/${body.id}`).send({ tags: ['Dusk', 'Dawn'] });
    expect(await names()).toContain('Dawn');
  });

  describe('when tags are created in a transaction', () => {
    const create = (name: string, manager: EntityManager): Promise<number[]> =>
      test.app.get(TagsService).ensureKeys([name], new Date(), manager);

    it('is built without them until the commit, and with them from then on', async () => {
      const db = test.app.get(DataSource);
      let seenLast: unknown[] = [];
      // The last moment at which a reader can cache the hierarchy without them.
      const reader = {
        beforeTransactionCommit: async () => {
          seenLast = await names();
        },
      };
      db.subscribers.push(reader);
      await db.manager.transaction(async (manager) => {
        await create('Dusk', manager);
        await manager.transaction((nested) => create('Dawn', nested));
      });
      db.subscribers.splice(db.subscribers.indexOf(reader), 1);
      expect(seenLast).not.toContain('Dusk');
      expect(await names()).toEqual(expect.arrayContaining(['Dusk', 'Dawn']));
    });

    it('stays as it is when they are rolled back', async () => {
      const token = () => test.redis.client.get(`${test.redis.ns}:tags:hierarchy:0:token`);
      const before = await token();
      const rolledBack = test.app.get(DataSource).manager.transaction(async (manager) => {
        await create('Dusk', manager);
        throw new Error('changed my mind');
      });
      await expect(rolledBack).rejects.toThrow('changed my mind');
      expect(await token()).toBe(before);
    });

    it('refuses to have them created outside of one', async () => {
      await expect(create('Dusk', test.app.get(DataSource).manager)).rejects.toThrow('in a transaction');
    });
  });

  it('is left alone by content that fails, and by content with known tags', async () => {
    await get();
    const token = () => test.redis.client.get(`${test.redis.ns}:tags:hierarchy:0:token`);
    const before = await token();
    const content = { title: 'x', content_type: 'text', content_data: 'x', creator_id: user.id };
    await test.http.post('/api/v1/content').send({ ...content, tags: ['Art', 'Sound'] });
    const refused = await test.http
      .post('/api/v1/content')
      .send({ ...content, tags: ['Refused'], creator_id: '00000000-0000-4000-8000-000000000000' });
    expect(refused.status).toBe(422);
    expect(await token()).toBe(before);
    expect(await names()).not.toContain('Refused');
  });

  it('is served from Redis for up to an hour, and anew after a refresh', async () => {
    await names();
    await createTag(test.dataSource, { name: 'Made past the product' });
    expect(await names()).not.toContain('Made past the product');
    const keys = [0, 1].map((variant) => `${test.redis.ns}:tags:hierarchy:${variant}`);
    for (const key of keys) expect(await test.redis.client.ttl(key)).toBeGreaterThan(3590);

    const response = await test.http.post('/api/v1/tags/hierarchy/refresh');
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ success: true, message: 'Tag hierarchy refreshed' });
    expect(await test.redis.client.exists(...keys)).toBe(2);
    expect(await names()).toContain('Made past the product');
  });

  it('says when it was refreshed or a tag changed, whichever is later', async () => {
    const lastUpdated = async (): Promise<number> =>
      new Date((await get()).body.metadata.lastUpdated as string).getTime();
    const before = Date.now();
    await test.http.post('/api/v1/tags/hierarchy/refresh');
    const refreshed = await lastUpdated();
    expect(refreshed).toBeGreaterThanOrEqual(before);
    const updatedAt = new Date(Date.now() + 60_000);
    await createTag(test.dataSource, { name: 'Newest', updatedAt });
    await test.http.post('/api/v1/tags/hierarchy/refresh');
    expect(await lastUpdated()).toBe(updatedAt.getTime());
  });

  it('spares a caller who has it already the body', async () => {
    const { headers } = await get();
    expect(headers['cache-control']).toBe('private, no-cache');
    const again = await get().set('If-None-Match', String(headers.etag));
    expect([again.status, again.text]).toEqual([304, '']);
    await rate(tags.Art!, 3);
    expect((await get().set('If-None-Match', String(headers.etag))).status).toBe(304);
    await createTag(test.dataSource, { name: 'More' });
    await test.http.post('/api/v1/tags/hierarchy/refresh');
    expect((await get().set('If-None-Match', String(headers.etag))).status).toBe(200);
  });

  it('stands a cycle and having no tags at all', async () => {
    await linkTags(test.dataSource, [[tags.Art!, tags['Ukiyo-e']!]]);
    await test.http.post('/api/v1/tags/hierarchy/refresh');
    expect((await get()).body.metadata).toMatchObject({ totalNodes: 4, rootCategories: 1 });
    await test.dataSource.query('TRUNCATE tags CASCADE');
    await test.http.post('/api/v1/tags/hierarchy/refresh');
    expect((await get()).body).toMatchObject({ nodes: [], metadata: { totalNodes: 0, rootCategories: 0 } });
    await test.redis.client.del(`${test.redis.ns}:tags:hierarchy:refreshed-at`);
    await test.redis.client.del(`${test.redis.ns}:tags:hierarchy:0:token`);
    expect((await get()).body.metadata.lastUpdated).toMatch(/Z$/);
  });

  it('is summed up by its statistics and roots', async () => {
    const statistics = await test.http.get('/api/v1/tags/statistics');
    expect(statistics.body).toEqual({ totalNodes: 4, totalRelationships: 3, rootCategories: 2 });
    const roots = await test.http.get('/api/v1/tags/roots');
    expect(roots.body).toEqual(['Art', 'Sound'].map((name) => ({ id: idOf(name), name })));
  });

  it.each(['2', '', 'maybe'])('refuses include_ratings=%s', async (value) => {
    expectError(await get({ include_ratings: value }), 422, 'VALIDATION_ERROR');
  });
});
