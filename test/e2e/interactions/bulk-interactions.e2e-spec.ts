import { randomUUID } from 'node:crypto';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

describe('many interactions in one request', () => {
  let test: TestApp;
  let users: User[];
  let contents: number[];

  beforeAll(async () => {
    test = await createTestApp();
    users = await Promise.all(Array.from({ length: 3 }, () => createUser(test.dataSource)));
    const items = await createContents(
      test.dataSource,
      users.map(({ id }) => ({ creatorId: id })),
    );
    contents = items.map(({ id }) => id);
  });
  afterAll(() => test.close());

  const post = (interactions: unknown) => test.http.post('/api/v1/interactions/bulk').send({ interactions });
  const one = (index: number, more: object = {}) => ({
    user_id: users[index % users.length]!.id,
    content_item_id: contents[(index * 7) % contents.length]!,
    interaction_type: 'view',
    ...more,
  });
  const count = async (): Promise<number> =>
    (await test.http.get('/api/v1/interactions?limit=1')).body.total as number;

  it('are stored and answered in the order given', async () => {
    const given = Array.from({ length: 1000 }, (_unused, index) => ({ ...one(index), metadata: { index } }));
    const response = await post(given);
    expect(response.status).toBe(201);
    const items = response.body.items as { id: number; interaction_metadata: unknown; created_at: string }[];
    expect(items.map((item) => item.interaction_metadata)).toEqual(given.map(({ metadata }) => metadata));
    expect(items.map(({ id }) => id)).toEqual(items.map((_item, index) => items[0]!.id + index));
    expect(new Set(items.map((item) => item.created_at)).size).toBe(1);

    const { body } = await test.http.get('/api/v1/interactions?limit=1000');
    expect(body.items.map(({ id }: { id: number }) => id)).toEqual(items.map(({ id }) => id).reverse());
  });

  it('come in the envelope of a list that is all there is', async () => {
    const { body } = await post([one(0), one(1, { rating: 5, duration: 3 })]);
    expect(body).toEqual({
      items: [expect.objectContaining({ rating: null }), expect.objectContaining({ rating: 5, duration: 3 })],
      pagination: {
        page: 1,
        page_size: 2,
        total_count: 2,
        total_pages: 1,
        has_next: false,
        has_previous: false,
        next_cursor: null,
        prev_cursor: null,
      },
      total: 2,
      skip: 0,
      limit: 2,
      has_more: false,
    });
  });

  it('may repeat each other', async () => {
    const { status, body } = await post([one(0), one(0), one(0)]);
    expect(status).toBe(201);
    expect(new Set(body.items.map(({ id }: { id: number }) => id)).size).toBe(3);
  });

  it.each([
    ['a user there is not', { user_id: randomUUID() }, 'User not found', 'user_id'],
    ['content there is not', { content_item_id: 1 }, 'Content not found', 'content_item_id'],
    ['a rating of 6', { rating: 6 }, 'rating must be at most 5', 'rating'],
    ['no type', { interaction_type: undefined }, 'interaction_type is required', 'interaction_type'],
  ])('are refused altogether for %s, which is named', async (_case, change, problem, field) => {
    const before = await count();
    const response = await post([one(0), one(1), one(2, change), one(0), one(1, change)]);
    expectError(response, 422, 'VALIDATION_ERROR');
    expect(response.body.detail).toBe(`interactions[2]: ${problem}`);
    expect(response.body.errors[0].field).toBe(`interactions[2].${field}`);
    expect(await count()).toBe(before);
  });

  it('are refused for a text that cannot be stored, whose place is named the same way', async () => {
    const response = await post([one(0), one(1, { metadata: { from: ['\0'] } })]);
    expectError(response, 422, 'VALIDATION_ERROR');
    expect(response.body.errors[0].field).toBe('interactions[1].metadata.from[0]');
  });

  it('are refused for a user who is switched off, and for generated content', async () => {
    const { id } = await createUser(test.dataSource, { isActive: false });
    const off = await post([one(0), one(0, { user_id: id })]);
    expectError(off, 422, 'VALIDATION_ERROR');
    expect(off.body.detail).toBe(`interactions[1]: User ${id} is not active`);
    const [auto] = await createContents(test.dataSource, [{ creatorId: users[0]!.id, sourceType: 'auto' }]);
    const generated = await post([one(0, { content_item_id: auto!.id })]);
    expect(generated.body.detail).toBe('interactions[0]: Content not found');
  });

  it.each([
    ['none at all', []],
    ['more than 1000', Array.from({ length: 1001 }, () => ({}))],
    ['what is no list', {}],
    ['nothing', undefined],
    ['null', null],
    ['a text', 'interactions'],
    ['nulls', [null]],
    ['lists', [[]]],
    ['numbers', [7]],
  ])('are refused when they are %s', async (_case, interactions) => {
    expectError(await post(interactions), 422, 'VALIDATION_ERROR');
  });

  it('are all there or none while their content is deleted', async () => {
    const [doomed] = await createContents(test.dataSource, [{ creatorId: users[0]!.id }]);
    const before = await count();
    const batch = [one(0), one(1, { content_item_id: doomed!.id }), one(2)];
    const [, ...answers] = await Promise.all([
      test.http.delete(`/api/v1/content/${doomed!.id}`),
      ...Array.from({ length: 6 }, () => post(batch)),
    ]);
    const stored = answers.filter(({ status }) => status === 201);
    for (const { status, body } of answers)
      if (status !== 201) expect([status, body.detail]).toEqual([422, 'interactions[1]: Content not found']);
    expect(await count()).toBe(before + 3 * stored.length);
  });
});
