import type { ContentItem } from '../../../src/content/content-item.entity.js';
import type { Recommendation } from '../../../src/recommendations/recommendation.entity.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContent, createContents } from '../../support/factories/content.factory.js';
import { createInteractions } from '../../support/factories/interaction.factory.js';
import { createRecommendations } from '../../support/factories/recommendation.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { dayMs } from '../../../src/common/durations.js';

const windowDays = 14;
const nobody = '00000000-0000-4000-8000-000000000000';
const daysAgo = (days: number): Date => new Date(Date.now() - days * dayMs);

describe('what a user has still to be shown', () => {
  let test: TestApp;
  let author: User;
  let user: User;

  beforeAll(async () => {
    test = await createTestApp({ 'recommender.served-window-days': windowDays });
    author = await createUser(test.dataSource);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    user = await createUser(test.dataSource);
  });

  const recommend = (all: Partial<Recommendation>[]) => createRecommendations(test.dataSource, user.id, all);
  const itemBy = (creatorId: string, overrides: Partial<ContentItem> = {}) =>
    createContent(test.dataSource, { creatorId, ...overrides });
  const paths = (id: string): string[] => [
    `/recommendations/unserved/${id}`,
    `/recommendations/user/${id}/unserved`,
    `/recommendations/user/${id}/top`,
    `/users/${id}/recommendations/unserved`,
  ];
  const get = (path: string, query: object = {}) => test.http.get(`/api/v1${path}`).query(query);

  /** The same under all its names. */
  const shown = async (query: object = {}): Promise<{ ids: number[]; total: number }> => {
    const answers = await Promise.all(paths(user.id).map((path) => get(path, query)));
    const unservedOnly = { unserved_only: true, limit: 20, ...query };
    answers.push(await get(`/users/${user.id}/recommendations`, unservedOnly));
    const [first, ...others] = answers.map(({ body }) => ({
      ids: body.items.map(({ id }: { id: number }) => id) as number[],
      total: body.total as number,
    }));
    for (const other of others) expect(other).toEqual(first);
    return first!;
  };

  it('is neither served nor dated, best first, twenty at a time', async () => {
    const items = await createContents(
      test.dataSource,
      Array.from({ length: 25 }, () => ({ creatorId: author.id })),
    );
    const rows = await recommend(
      items.map(({ id }, index) => ({
        contentItemId: id,
        recommendationScore: (index % 5) / 4,
        createdAt: daysAgo(index % 3),
        source: index % 2 === 0 ? 'tags' : null,
      })),
    );
    const [other] = await createContents(test.dataSource, [{ creatorId: author.id }]);
    await recommend([
      { contentItemId: other!.id, isServed: true, recommendationScore: 1 },
      { contentItemId: other!.id, servedAt: daysAgo(windowDays + 1), recommendationScore: 1 },
    ]);
    const ids = rows
      .sort(
        (a, b) =>
          b.recommendationScore - a.recommendationScore ||
          b.createdAt.getTime() - a.createdAt.getTime() ||
          b.id - a.id,
      )
      .map(({ id }) => id);
    expect(await shown()).toEqual({ ids: ids.slice(0, 20), total: 25 });
    expect(await shown({ min_score: 0.75 })).toEqual({ ids: ids.slice(0, 10), total: 10 });
  });

  describe('is not what was generated', () => {
    const cases: [name: string, spoil: (item: ContentItem) => Promise<unknown>][] = [
      ['once the item is gone', (item) => test.http.delete(`/api/v1/content/${item.id}`)],
      [
        'once it is private',
        (item) => test.http.put(`/api/v1/content/${item.id}`).send({ is_private: true }),
      ],
      [
        'once the user met it',
        (item) => createInteractions(test.dataSource, user.id, [{ contentItemId: item.id }]),
      ],
      [
        'while it was served lately by another algorithm',
        (item) =>
          recommend([
            {
              contentItemId: item.id,
              isServed: true,
              servedAt: daysAgo(windowDays - 1),
              algorithmVersion: 'other',
            },
          ]),
      ],
    ];

    it.each(cases)('%s; what a client stored is', async (_name, spoil) => {
      const item = await itemBy(author.id);
      const [generated, stored] = await recommend([
        { contentItemId: item.id, source: 'model', recommendationScore: 0.9 },
        { contentItemId: item.id, recommendationScore: 0.1 },
      ]);
      expect(await shown()).toEqual({ ids: [generated!.id, stored!.id], total: 2 });
      await spoil(item);
      expect(await shown()).toEqual({ ids: [stored!.id], total: 1 });
    });

    it('of the user’s own', async () => {
      const item = await itemBy(user.id);
      await recommend([{ contentItemId: item.id, source: 'model' }]);
      expect(await shown()).toEqual({ ids: [], total: 0 });
    });
  });

  it('is what was served long ago, and what others met or were served', async () => {
    const item = await itemBy(author.id);
    const [generated] = await recommend([
      { contentItemId: item.id, source: 'model' },
      { contentItemId: item.id, isServed: true, servedAt: daysAgo(windowDays + 1) },
    ]);
    const stranger = await createUser(test.dataSource);
    await createInteractions(test.dataSource, stranger.id, [{ contentItemId: item.id }]);
    await createRecommendations(test.dataSource, stranger.id, [
      { contentItemId: item.id, isServed: true, servedAt: new Date() },
    ]);
    expect(await shown()).toEqual({ ids: [generated!.id], total: 1 });
  });

  it('shrinks by what is marked as served', async () => {
    const item = await itemBy(author.id);
    const [one, same, stored] = await recommend([
      { contentItemId: item.id, source: 'model', recommendationScore: 1 },
      { contentItemId: item.id, source: 'tags', algorithmVersion: 'other', recommendationScore: 0.5 },
      { recommendationScore: 0.1 },
    ]);
    expect((await shown()).ids).toEqual([one!.id, same!.id, stored!.id]);
    await test.http.post('/api/v1/recommendations/served').send({ recommendation_ids: [one!.id] });
    expect(await shown()).toEqual({ ids: [stored!.id], total: 1 });
  });

  it('can be walked by cursors', async () => {
    const items = await createContents(
      test.dataSource,
      Array.from({ length: 7 }, () => ({ creatorId: author.id })),
    );
    await recommend(items.map(({ id }) => ({ contentItemId: id, source: 'model' })));
    await createInteractions(test.dataSource, user.id, [{ contentItemId: items[3]!.id }]);
    const walked: number[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await get(paths(user.id)[0]!, { page_size: 2, ...(cursor && { cursor }) });
      expect(body.total).toBe(6);
      walked.push(...body.items.map(({ id }: { id: number }) => id));
      cursor = body.pagination.next_cursor as string | null;
    } while (cursor);
    expect(walked).toEqual((await shown()).ids);
  });

  it('is refused for a user nobody knows, and for what is no user', async () => {
    for (const path of paths(nobody)) expectError(await get(path), 404, 'NOT_FOUND');
    for (const path of paths('x')) expectError(await get(path), 422, 'VALIDATION_ERROR');
  });
});
