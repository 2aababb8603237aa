import { randomUUID } from 'node:crypto';
import type { Tag } from '../../../src/tags/tag.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent } from '../../support/factories/content.factory.js';
import { createHierarchy, rateTag } from '../../support/factories/tag-hierarchy.factory.js';
import { createTag } from '../../support/factories/tag.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('one tag', () => {
  let test: TestApp;
  let user: User;
  let tags: Record<string, Tag>;

  beforeAll(async () => {
    test = await createTestApp();
    user = await createUser(test.dataSource);
    tags = await createHierarchy(
      test.dataSource,
      `
        Oil Painting > Painting
        Oil Painting > Craft
        Painting > Art
        Impasto > Oil Painting
        Alla Prima > Oil Painting
        Knife Work > Impasto
        popular
        parents
      `,
    );
    await rateTag(test.dataSource, tags['Oil Painting']!, user.id, 4.5);
    await rateTag(test.dataSource, tags['Oil Painting']!, (await createUser(test.dataSource)).id, 3);
    const content = { creatorId: user.id, tags: ['Oil Painting'] };
    await createContent(test.dataSource, content);
    await createContent(test.dataSource, { ...content, isPrivate: true });
    await createContent(test.dataSource, { ...content, sourceType: 'auto' });
  });
  afterAll(() => test.close());

  const get = (path: string, query: object = {}) => test.http.get(`/api/v1/tags/${path}`).query(query);
  const summary = (name: string) => ({ id: tags[name]!.id, name });

  it('comes with its surroundings, ratings and content', async () => {
    const tag = tags['Oil Painting']!;
    const { body } = await get(tag.id);
    expect(body).toEqual({
      tag: {
        ...summary('Oil Painting'),
        metadata: {},
        created_at: tag.createdAt.toISOString(),
        updated_at: tag.updatedAt.toISOString(),
        average_rating: 3.75,
        rating_count: 2,
        is_favorite: null,
      },
      parents: [summary('Craft'), summary('Painting')],
      children: [summary('Alla Prima'), summary('Impasto')],
      ancestors: [
        { ...summary('Craft'), depth: 1 },
        { ...summary('Painting'), depth: 1 },
        { ...summary('Art'), depth: 2 },
      ],
      descendants: [
        { ...summary('Alla Prima'), depth: 1 },
        { ...summary('Impasto'), depth: 1 },
        { ...summary('Knife Work'), depth: 2 },
      ],
      average_rating: 3.75,
      rating_count: 2,
      user_rating: null,
      is_favorite: null,
      cardinality_auto: 1,
      cardinality_regular: 2,
    });
  });

  it.each(['Oil Painting', 'OIL painting', 'oil_painting', 'oil-painting'])(
    'is found by %s, in either place',
    async (name) => {
      for (const path of [encodeURIComponent(name), `by-name/${encodeURIComponent(name)}`])
        expect((await get(path)).body.tag).toMatchObject(summary('Oil Painting'));
    },
  );

  it('is found by its id in any letter case', async () => {
    expect((await get(tags.Art!.id.toUpperCase())).body.tag).toMatchObject(summary('Art'));
  });

  it.each(['AC/DC', '100%', 'a?b', 'naïve "art"', '../users', '日本画'])(
    'is found by a name that needs encoding: %s',
    async (name) => {
      await createTag(test.dataSource, { name });
      expect((await get(encodeURIComponent(name))).body.tag.name).toBe(name);
      expect((await get(`by-name/${encodeURIComponent(name)}`)).body.tag.name).toBe(name);
    },
  );

  it('named like another operation is found by name only', async () => {
    expect((await get('popular')).body).toEqual([]);
    expect((await get('by-name/popular')).body.tag).toMatchObject(summary('popular'));
    expect((await get('by-name/parents')).body.tag).toMatchObject(summary('parents'));
  });

  it('shows what the user thinks of it, by parameter or header', async () => {
    const path = `${tags['Oil Painting']!.id}/favorite`;
    await test.http.post(`/api/v1/tags/${path}`).query({ user_id: user.id });
    const expected = {
      user_rating: 4.5,
      is_favorite: true,
      tag: expect.objectContaining({ is_favorite: true }),
    };
    expect((await get('oil_painting', { user_id: user.id })).body).toMatchObject(expected);
    expect((await get('by-name/oil_painting').set('X-User-ID', user.id)).body).toMatchObject(expected);
    expect((await get('art', { user_id: user.id })).body).toMatchObject({
      user_rating: null,
      is_favorite: false,
    });
  });

  it('takes the parameter before the header', async () => {
    const other = await createUser(test.dataSource);
    const { body } = await get('oil_painting', { user_id: other.id }).set('X-User-ID', user.id);
    expect(body.user_rating).toBeNull();
  });

  it('is read from the path as from a filter: trimmed, and never blank', async () => {
    await createTag(test.dataSource, { name: '-', slug: '_' });
    for (const path of ['%20oil_painting%09', 'by-name/%20Oil%20Painting%20'])
      expect((await get(path)).body.tag).toMatchObject(summary('Oil Painting'));
    for (const path of ['%20', 'by-name/%20', 'by-name/%09%20'])
      expectError(await get(path), 404, 'NOT_FOUND');
  });

  it.each(['a'.repeat(101), 'line%0Abreak'])('is refused by what is no name of a tag: %s', async (name) => {
    for (const path of [name, `by-name/${name}`]) expectError(await get(path), 422, 'VALIDATION_ERROR');
  });

  it.each(['nowhere', randomUUID(), '%20', 'oil__painting', "x'--", 'a'.repeat(100)])(
    'is not found by %s',
    async (name) => {
      for (const path of [name, `by-name/${name}`]) {
        const response = await get(path);
        expectError(response, 404, 'NOT_FOUND');
        expect(response.body.detail).toContain('not found');
      }
    },
  );

  it('is not shown to a user there is not', async () => {
    const unknown = randomUUID();
    for (const path of ['art', 'by-name/art']) {
      const response = await get(path, { user_id: unknown });
      expectError(response, 404, 'NOT_FOUND');
      expect(response.body.detail).toBe(`User with id ${unknown} not found`);
      expectError(await get(path).set('X-User-ID', unknown), 404, 'NOT_FOUND');
    }
  });

  it.each(['user_id=', 'user_id=7', `user_id=${randomUUID()}&user_id=${randomUUID()}`])(
    'refuses %s',
    async (query) => {
      expectError(await test.http.get(`/api/v1/tags/art?${query}`), 422, 'VALIDATION_ERROR');
    },
  );
});
