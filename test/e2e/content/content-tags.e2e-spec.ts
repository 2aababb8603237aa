import { randomUUID } from 'node:crypto';
import { tagIdOf } from '../../../src/tags/tag-name.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createTag } from '../../support/factories/tag.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('tags of content', () => {
  let test: TestApp;
  let creator: User;

  beforeAll(async () => {
    test = await createTestApp();
    creator = await createUser(test.dataSource);
  });
  afterAll(() => test.close());

  const post = (tags: unknown) =>
    test.http
      .post('/api/v1/content')
      .send({ title: 'Tagged', content_type: 'text', content_data: 'x', creator_id: creator.id, tags });
  const tagsNamed = (
    ...names: string[]
  ): Promise<{ id: string; name: string; slug: string; tag_metadata: object }[]> =>
    test.dataSource.query(
      'SELECT id, name, slug, tag_metadata FROM tags WHERE name = ANY($1) ORDER BY name',
      [names],
    );

  it('are trimmed, rid of blanks and repetitions, created as written, and shown by name', async () => {
    const response = await post([' tag2 ', 'tag1', '', '   ', 'tag2', 'tag1']);
    expect(response.status).toBe(201);
    expect(response.body.tags).toEqual(['tag1', 'tag2']);
    expect(await tagsNamed('tag1')).toEqual([
      { id: tagIdOf('tag1'), name: 'tag1', slug: 'tag1', tag_metadata: { auto_created: true, slug: 'tag1' } },
    ]);
  });

  it('keep the spelling of the first writer, and are found by id, in any letter case and by slug', async () => {
    const first = await post(['Oil Painting']);
    expect(first.body.tags).toEqual(['Oil Painting']);
    const id = tagIdOf('oil_painting');
    for (const spelling of [
      'OIL painting',
      'oil_painting',
      'Oil-Painting',
      'oil  painting',
      id,
      id.toUpperCase(),
    ]) {
      expect((await post([spelling])).body.tags).toEqual(['Oil Painting']);
    }
    expect((await post(['oil painting', id, 'OIL-PAINTING'])).body.tags).toEqual(['Oil Painting']);
  });

  it('mean the tag of that name rather than one whose slug is the same', async () => {
    await createTag(test.dataSource, { name: 'low_poly', slug: 'low_poly_named', id: randomUUID() });
    await createTag(test.dataSource, { name: 'Low-Poly', slug: 'low_poly', id: randomUUID() });
    expect((await post(['LOW_POLY'])).body.tags).toEqual(['low_poly']);
    expect((await post(['low poly'])).body.tags).toEqual(['Low-Poly']);
  });

  it('of one new slug under two spellings become one tag', async () => {
    expect((await post(['Deep Sea', 'deep-sea'])).body.tags).toHaveLength(1);
    expect(await tagsNamed('Deep Sea', 'deep-sea')).toHaveLength(1);
  });

  it('are no more than twenty, counted after repetitions and blanks are gone', async () => {
    const twenty = Array.from({ length: 20 }, (_unused, index) => `many ${index}`);
    const response = await post([...twenty, ...twenty, ' ']);
    expect(response.body.tags).toHaveLength(20);
    const refused = await post([...twenty, 'one more']);
    expectError(refused, 422, 'VALIDATION_ERROR');
    expect(refused.body.errors).toEqual([{ field: 'tags', message: 'tags must have at most 20 items' }]);
    expect(await tagsNamed('one more')).toEqual([]);
  });

  it('that are ids of no tag are refused, and nothing is stored', async () => {
    const unknown = randomUUID();
    const response = await post(['left behind', unknown]);
    expectError(response, 422, 'VALIDATION_ERROR');
    expect(response.body.detail).toBe(`Tag with id ${unknown} not found`);
    expect(await tagsNamed('left behind')).toEqual([]);
  });

  it.each([
    ['a name of 101 characters', ['x'.repeat(101)]],
    ['a control character', ['line\nbreak']],
    ['a number', [7]],
    ['null', [null]],
    ['a list in the list', [['a']]],
  ])('refuse %s', async (_case, tags) => {
    const response = await post(tags);
    expectError(response, 422, 'VALIDATION_ERROR');
    expect(response.body.errors[0].field).toBe('tags');
  });

  it('deleted past the product come into being again with the next content that names them', async () => {
    const names = ['gone one', 'gone two'];
    await post(names);
    await post(names);
    await test.dataSource.query('DELETE FROM tags WHERE name = ANY($1)', [names]);
    const response = await post(names);
    expect([response.status, response.body.tags]).toEqual([201, names]);
    const { body } = await test.http.get('/api/v1/content').query({ tag: names, tag_match: 'all' });
    expect(body.total).toBe(1);
  });

  it('made by twenty writers at once exist once each', async () => {
    const names = ['race c', 'race a', 'race b', 'Race D'];
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_unused, index) => post(index % 2 === 0 ? names : [...names].reverse())),
    );
    expect(responses.map(({ status }) => status)).toEqual(Array<number>(20).fill(201));
    for (const { body } of responses) expect(body.tags).toHaveLength(4);
    expect(await tagsNamed(...names)).toHaveLength(4);
  });

  it('are replaced as a set, cleared by an empty one, and kept when none is sent', async () => {
    const { body: created } = await post(['alpha', 'beta']);
    const put = async (body: object): Promise<string[]> =>
      (await test.http.put(`/api/v1/content/${created.id}`).send(body)).body.tags as string[];
    expect(await put({ tags: ['beta', 'gamma'] })).toEqual(['beta', 'gamma']);
    expect(await put({ title: 'Renamed' })).toEqual(['beta', 'gamma']);
    expect(await put({ tags: null })).toEqual(['beta', 'gamma']);
    expect(await put({ tags: [] })).toEqual([]);
    expectError(
      await test.http.put(`/api/v1/content/${created.id}`).send({ tags: [randomUUID()] }),
      422,
      'VALIDATION_ERROR',
    );
  });

  it('survive writers that replace them at the same moment', async () => {
    const { body: created } = await post(['start']);
    const sets = Array.from({ length: 10 }, (_unused, index) => [`left ${index}`, `right ${index}`]);
    const responses = await Promise.all(
      sets.map((tags) => test.http.put(`/api/v1/content/${created.id}`).send({ tags })),
    );
    expect(responses.map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
    const { body } = await test.http.get(`/api/v1/content/${created.id}`);
    expect(sets).toContainEqual(body.tags);
  });

  it('leave tags named in the metadata untouched', async () => {
    const response = await test.http.post('/api/v1/content').send({
      title: 'Tagged',
      content_type: 'text',
      content_data: 'x',
      creator_id: creator.id,
      item_metadata: { tags: ['mine'] },
    });
    expect(response.body).toMatchObject({ tags: [], item_metadata: { tags: ['mine'] } });
  });

  it('are in the hierarchy as soon as content has brought them, and not when it came to nothing', async () => {
    const inHierarchy = async (): Promise<string[]> => {
      const { body } = await test.http.get('/api/v1/tags/hierarchy');
      return body.nodes
        .map(({ name }: { name: string }) => name)
        .filter((name: string) => name.startsWith('fresh'));
    };
    expect(await inHierarchy()).toEqual([]);
    const { body: created } = await post(['fresh one']);
    expect(await inHierarchy()).toEqual(['fresh one']);
    await test.http.put(`/api/v1/content/${created.id}`).send({ tags: ['fresh two'] });
    expect(await inHierarchy()).toEqual(['fresh one', 'fresh two']);
    const unknown = '00000000-0000-4000-8000-000000000000';
    expectError(await post(['fresh three', unknown]), 422, 'VALIDATION_ERROR');
    expect(await inHierarchy()).toEqual(['fresh one', 'fresh two']);
  });
});
