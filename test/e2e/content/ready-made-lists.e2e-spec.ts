import type { ContentItem } from '../../../src/content/content-item.entity.js';
import { contentTypes, type SourceType } from '../../../src/content/content-kind.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { dayMs } from '../../../src/common/durations.js';

const sources: [path: string, sourceType: SourceType][] = [
  ['content', 'items'],
  ['content-auto', 'auto'],
];
const nobody = '00000000-0000-4000-8000-000000000000';

function newestFirst(a: ContentItem, b: ContentItem): number {
  return b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id;
}

describe.each(sources)('ready-made lists of /%s', (path, sourceType) => {
  let test: TestApp;
  let users: User[];
  let items: ContentItem[];

  beforeAll(async () => {
    test = await createTestApp();
    users = [await createUser(test.dataSource), await createUser(test.dataSource)];
    const now = Date.now();
    items = await createContents(
      test.dataSource,
      Array.from({ length: 120 }, (_unused, index) => ({
        sourceType,
        creatorId: users[index % 2]!.id,
        contentType: contentTypes[index % 3]!,
        qualityScore: (index % 7) / 10,
        isPrivate: index % 5 === 0,
        // Four a day, so that many rows are of one moment.
        createdAt: new Date(now - Math.floor(index / 4) * dayMs - 60_000),
      })),
    );
    // What the other source has is never seen here.
    await createContents(
      test.dataSource,
      users.map(({ id }) => ({ creatorId: id, sourceType: sourceType === 'items' ? 'auto' : 'items' })),
    );
  });
  afterAll(() => test.close());

  const get = (list: string, query: object = {}) => test.http.get(`/api/v1/${path}/${list}`).query(query);
  const idsOf = (body: { items: { id: number }[] }): number[] => body.items.map(({ id }) => id);
  const expected = (matches: (item: ContentItem) => boolean, order = newestFirst): number[] =>
    items
      .filter(matches)
      .sort(order)
      .map(({ id }) => id);
  const bestFirst = (a: ContentItem, b: ContentItem): number =>
    b.qualityScore - a.qualityScore || newestFirst(a, b);

  const lists: [name: string, alias: string | undefined, size: number, rows: () => number[]][] = [
    ['enhanced', undefined, 50, () => expected(() => true)],
    ['by-creator/:user', 'creator/:user', 50, () => expected((item) => item.creatorId === users[0]!.id)],
    ['by-type/video', 'type/video', 50, () => expected((item) => item.contentType === 'video')],
    ['public', 'public/all', 50, () => expected((item) => !item.isPrivate)],
    ['top-rated', 'top-rated/all', 10, () => expected((item) => item.qualityScore > 0, bestFirst)],
    [
      'recent',
      'recent/all',
      100,
      () => expected((item) => item.createdAt.getTime() > Date.now() - 7 * dayMs),
    ],
  ];

  describe.each(lists)('%s', (name, alias, size, rows) => {
    const at = (one: string): string => one.replace(':user', users[0]!.id);

    it('shows its rows in its order and counts them', async () => {
      const { status, body } = await get(at(name));
      expect(status).toBe(200);
      expect(idsOf(body)).toEqual(rows().slice(0, size));
      expect(body).toMatchObject({ total: rows().length, skip: 0, limit: size });
      expect(body.pagination).toMatchObject({ page: 1, page_size: size, total_count: rows().length });
      const source = sourceType === 'items' ? 'regular' : 'auto';
      for (const item of body.items) expect(item.source_type).toBe(source);
    });

    it('takes limit and skip, page and page_size, and its own cursors', async () => {
      expect(idsOf((await get(at(name), { skip: 3, limit: 5 })).body)).toEqual(rows().slice(3, 8));
      expect(idsOf((await get(at(name), { page: 2, page_size: 6 })).body)).toEqual(rows().slice(6, 12));
      const walked: number[] = [];
      let query: object = { page_size: 9 };
      for (;;) {
        const { body } = await get(at(name), query);
        walked.push(...idsOf(body));
        if (!body.pagination.next_cursor) break;
        query = { page_size: 9, cursor: body.pagination.next_cursor };
      }
      expect(walked).toEqual(rows());
    });

    it('sorts otherwise where that is asked for', async () => {
      const { body } = await get(at(name), { sort_field: 'id', sort_order: 'asc', limit: 1000 });
      expect(idsOf(body)).toEqual([...rows()].sort((a, b) => a - b));
    });

    it('answers the same under the name existing clients call', async () => {
      if (alias === undefined) return;
      const query = { page: 2, page_size: 4 };
      const [here, there] = [await get(at(name), query), await get(at(alias), query)];
      expect([there.status, there.body]).toEqual([200, here.body]);
    });

    it.each([
      ['limit=0', 422, 'VALIDATION_ERROR'],
      ['limit=1001', 422, 'VALIDATION_ERROR'],
      ['skip=-1', 422, 'VALIDATION_ERROR'],
      ['page=0', 422, 'INVALID_PAGE'],
      ['page_size=1001', 422, 'INVALID_PAGE_SIZE'],
      ['page=9999', 404, 'PAGE_OUT_OF_RANGE'],
      ['sort_field=prompt', 422, 'INVALID_SORT_FIELD'],
      ['sort_order=up', 422, 'VALIDATION_ERROR'],
      ['cursor=garbage', 400, 'INVALID_CURSOR'],
    ] as const)('refuses %s', async (query, status, code) => {
      expectError(await test.http.get(`/api/v1/${path}/${at(name)}?${query}`), status, code);
    });

    it('refuses the cursors of every other list, and of the other source', async () => {
      const others = lists.map(([other]) => at(other)).filter((other) => other !== at(name));
      const otherSource = path === 'content' ? 'content-auto' : 'content';
      const pages = [
        ...(await Promise.all(others.map((other) => get(other, { limit: 1 })))),
        await test.http.get(`/api/v1/${path}?limit=1`),
        await test.http.get(`/api/v1/${otherSource}/${at(name)}?limit=1&sort_field=id&days=365`),
      ];
      for (const { body } of pages) {
        const cursor = (body.pagination.next_cursor ?? '') as string;
        if (cursor !== '') expectError(await get(at(name), { cursor }), 400, 'INVALID_CURSOR');
      }
    });
  });

  it('top-rated has the newer of two equals first, and nothing without a quality', async () => {
    const { body } = await get('top-rated', { limit: 1000 });
    expect(body.items.some((item: { quality_score: number }) => item.quality_score === 0)).toBe(false);
    const keys = body.items.map((item: { quality_score: number; created_at: string; id: number }) => [
      item.quality_score,
      item.created_at,
      item.id,
    ]);
    expect(keys).toEqual([...keys].sort().reverse());
  });

  it.each([
    [1, 4],
    [30, 120],
    [365, 120],
  ])('recent goes %i days back', async (days, total) => {
    expect((await get('recent', { days })).body.total).toBe(total);
  });

  it.each(['days=0', 'days=366', 'days=1.5', 'days='])('recent refuses %s', async (query) => {
    const response = await test.http.get(`/api/v1/${path}/recent?${query}`);
    expectError(response, 422, 'VALIDATION_ERROR');
    expect(response.body.errors[0].field).toBe('days');
  });

  it.each(['by-type', 'type'])('%s knows every kind of content and no other', async (list) => {
    for (const type of contentTypes) {
      const { body } = await get(`${list}/${type}`);
      expect(body.total).toBe(expected((item) => item.contentType === type).length);
    }
    for (const type of ['sculpture', 'Image', 'constructor']) {
      const response = await get(`${list}/${type}`);
      expectError(response, 422, 'VALIDATION_ERROR');
      expect(response.body.detail).toBe('content_type must be one of text, image, video, audio');
    }
  });

  it.each(['by-creator', 'creator'])('%s is empty for a creator nobody knows', async (list) => {
    expect((await get(`${list}/${nobody}`)).body).toMatchObject({ items: [], total: 0 });
    const response = await get(`${list}/user-123`);
    expectError(response, 422, 'VALIDATION_ERROR');
    expect(response.body.detail).toBe('creator_id must be a UUID');
  });

  it('enhanced filters by everything at once, and counts the same rows', async () => {
    const matching = expected(
      (item) =>
        item.creatorId === users[0]!.id &&
        item.contentType === 'text' &&
        !item.isPrivate &&
        item.qualityScore >= 0.4,
    );
    expect(matching.length).toBeGreaterThan(2);
    const { body } = await get('enhanced', {
      creator_id: users[0]!.id,
      content_type: 'text',
      public_only: true,
      min_quality_score: 0.4,
      search_term: 'lighthouse "at dusk"',
      page_size: 2,
    });
    expect([idsOf(body), body.pagination.total_count]).toEqual([matching.slice(0, 2), matching.length]);
  });

  it.each([
    ['creator_id=user-123', 'creator_id'],
    ['content_type=sculpture', 'content_type'],
    ['min_quality_score=1.1', 'min_quality_score'],
    ['min_quality_score=', 'min_quality_score'],
    ['public_only=perhaps', 'public_only'],
    ['tag_match=some', 'tag_match'],
  ])('enhanced refuses %s', async (query, field) => {
    const response = await test.http.get(`/api/v1/${path}/enhanced?${query}`);
    expectError(response, 422, 'VALIDATION_ERROR');
    expect(response.body.errors[0].field).toBe(field);
  });

  it('stats/overview counts its own source by kind and privacy', async () => {
    const { status, body } = await get('stats/overview');
    const count = (matches: (item: ContentItem) => boolean): number => items.filter(matches).length;
    expect(status).toBe(200);
    expect(body).toEqual({
      total_content: items.length,
      public_content: count(({ isPrivate }) => !isPrivate),
      private_content: count(({ isPrivate }) => isPrivate),
      type_breakdown: { text: 40, image: 40, video: 40, audio: 0 },
    });
  });
});
