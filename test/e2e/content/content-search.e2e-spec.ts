import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent, createContents } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('POST /content/search', () => {
  let test: TestApp;
  let users: User[];

  beforeAll(async () => {
    test = await createTestApp();
    users = [await createUser(test.dataSource), await createUser(test.dataSource)];
    await createContents(
      test.dataSource,
      Array.from({ length: 5 }, (_unused, index) => ({ creatorId: users[index % 2]!.id })),
    );
    await createContent(test.dataSource, { creatorId: users[0]!.id, sourceType: 'auto' });
  });
  afterAll(() => test.close());

  const search = (body: object) => test.http.post('/api/v1/content/search').send(body);

  it('answers 200 with the whole list for an empty body', async () => {
    const response = await search({});
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({ total: 5, skip: 0, limit: 100 });
  });

  it('walks on by the cursors it hands out', async () => {
    const first = await search({ limit: 2 });
    const second = await search({ limit: 2, cursor: first.body.pagination.next_cursor });
    const expected = await search({ limit: 4 });
    const ids = ({ body }: typeof first): number[] => body.items.map(({ id }: { id: number }) => id);
    expect([...ids(first), ...ids(second)]).toEqual(ids(expected));
    expect(new Set(ids(expected)).size).toBe(4);
  });

  it('narrows by everything at once and counts beyond the page', async () => {
    const creatorId = users[0]!.id;
    const shared = { creatorId, contentType: 'video' as const, title: 'Needle in hay' };
    await createContent(test.dataSource, {
      ...shared,
      tags: ['red', 'blue'],
      itemMetadata: { size: 3, by: { x: 1 } },
    });
    await createContent(test.dataSource, { ...shared, tags: ['red'], itemMetadata: { size: 3 } });
    await createContent(test.dataSource, { ...shared, tags: ['blue'], itemMetadata: { size: '3' } });
    const total = async (body: object): Promise<number> =>
      (await search({ search_term: 'needle', ...body })).body.total as number;
    expect(await total({})).toBe(3);
    expect(await total({ limit: 1 })).toBe(3);
    expect(await total({ tags: ['red'] })).toBe(2);
    expect(await total({ tags: ['red', 'blue'] })).toBe(1);
    expect(await total({ tags: ['red', 'blue'], tag_match: 'ANY' })).toBe(3);
    expect(await total({ tags: ['red', 'unknown'] })).toBe(0);
    expect(await total({ tags: ['red', 'unknown'], tag_match: 'any' })).toBe(2);
    expect(await total({ tags: ['unknown'], tag_match: 'any' })).toBe(0);
    expect(await total({ tags: [' '] })).toBe(3);
    expect(await total({ metadata_filter: { size: 3 } })).toBe(2);
    expect(await total({ metadata_filter: { by: { x: 1 } } })).toBe(1);
    expect(
      await total({
        metadata_filter: { size: 3 },
        tags: ['red'],
        content_type: 'video',
        creator_id: creatorId,
      }),
    ).toBe(2);
    expect(await total({ creator_id: users[1]!.id })).toBe(0);
  });

  it.each([
    [{ skip: -1 }, 'skip'],
    [{ limit: 1001 }, 'limit'],
    [{ tag_match: 'some' }, 'tag_match'],
    [{ metadata_filter: [1] }, 'metadata_filter'],
    [{ content_type: 'Image' }, 'content_type'],
  ])('refuses %j', async (body, field) => {
    const response = await search(body);
    expectError(response, 422, 'VALIDATION_ERROR');
    expect(response.body.errors[0].field).toBe(field);
  });
});
