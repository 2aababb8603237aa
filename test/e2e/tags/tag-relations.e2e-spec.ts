import { randomUUID } from 'node:crypto';
import type { Tag } from '../../../src/tags/tag.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createHierarchy } from '../../support/factories/tag-hierarchy.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('the relations of a tag', () => {
  let test: TestApp;
  let tags: Record<string, Tag>;

  beforeAll(async () => {
    test = await createTestApp();
    tags = await createHierarchy(
      test.dataSource,
      `
        leaf > left
        leaf > right
        leaf > top
        left > top
        right > top
        top > summit
        alone
        ring a > ring b
        ring b > ring c
        ring c > ring a
        ring a > exit
      `,
    );
  });
  afterAll(() => test.close());

  const get = async (name: string, relation: string, query: object = {}) =>
    (await test.http.get(`/api/v1/tags/${tags[name]!.id}/${relation}`).query(query)).body;
  const withDepths = async (...args: Parameters<typeof get>): Promise<unknown[]> =>
    ((await get(...args)) as { name: string; depth: number }[]).map(({ name, depth }) => `${name} ${depth}`);

  it('are its parents and children by name', async () => {
    expect(await get('leaf', 'parents')).toEqual(
      ['left', 'right', 'top'].map((name) => ({ id: tags[name]!.id, name })),
    );
    expect(await get('top', 'children')).toEqual(
      ['leaf', 'left', 'right'].map((name) => ({ id: tags[name]!.id, name })),
    );
    expect(await get('alone', 'parents')).toEqual([]);
    expect(await get('alone', 'children')).toEqual([]);
  });

  it('are all tags above and below it, each once with its least depth', async () => {
    expect(await withDepths('leaf', 'ancestors')).toEqual(['left 1', 'right 1', 'top 1', 'summit 2']);
    expect(await withDepths('summit', 'descendants')).toEqual(['top 1', 'leaf 2', 'left 2', 'right 2']);
    expect((await get('leaf', 'ancestors'))[0]).toEqual({ id: tags.left!.id, name: 'left', depth: 1 });
    expect(await get('alone', 'ancestors')).toEqual([]);
  });

  it('end at max_depth', async () => {
    expect(await withDepths('leaf', 'ancestors', { max_depth: 1 })).toEqual(['left 1', 'right 1', 'top 1']);
    expect(await withDepths('summit', 'descendants', { max_depth: 1 })).toEqual(['top 1']);
  });

  it('come to an end on a cycle, without the tag itself', async () => {
    expect(await withDepths('ring a', 'ancestors', { max_depth: 50 })).toEqual([
      'exit 1',
      'ring b 1',
      'ring c 2',
    ]);
    expect(await withDepths('ring a', 'descendants', { max_depth: 50 })).toEqual(['ring c 1', 'ring b 2']);
    expect(await withDepths('exit', 'descendants', { max_depth: 50 })).toEqual([
      'ring a 1',
      'ring c 2',
      'ring b 3',
    ]);
  });

  it.each(['parents', 'children', 'ancestors', 'descendants'])(
    'refuse an id there is not, or that is none: %s',
    async (relation) => {
      expectError(await test.http.get(`/api/v1/tags/${randomUUID()}/${relation}`), 404, 'NOT_FOUND');
      expectError(await test.http.get(`/api/v1/tags/leaf/${relation}`), 422, 'VALIDATION_ERROR');
    },
  );

  it.each(['0', '51', '', '1.5', 'x'])('refuse a max_depth of %j', async (max_depth) => {
    for (const relation of ['ancestors', 'descendants'])
      expectError(
        await test.http.get(`/api/v1/tags/${tags.leaf!.id}/${relation}`).query({ max_depth }),
        422,
        'VALIDATION_ERROR',
      );
  });
});
