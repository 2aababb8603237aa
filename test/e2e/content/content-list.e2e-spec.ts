import fc from 'fast-check';
import type { ContentItem } from '../../../src/content/content-item.entity.js';
import { contentTypes } from '../../../src/content/content-kind.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const words = ['harbour', 'Harbour at night', '100% wool', 'under_score', 'back\\slash', `quote " and '`];

describe('lists of content', () => {
  let test: TestApp;
  let users: User[];
  let items: ContentItem[];

  beforeAll(async () => {
    test = await createTestApp();
    users = [await createUser(test.dataSource), await createUser(test.dataSource)];
    items = await createContents(
      test.dataSource,
      Array.from({ length: 120 }, (_unused, index) => ({
        creatorId: users[index % 2]!.id,
        contentType: contentTypes[index % 4]!,
        title: words[index % words.length]!,
        prompt: index % 5 === 0 ? 'a prompt with harbour' : 'a prompt',
        qualityScore: (index % 10) / 10,
        isPrivate: index % 7 === 0,
        createdAt: new Date(Date.UTC(2026, 0, 1, 0, Math.floor(index / 6))),
      })),
    );
    await createContents(test.dataSource, [
      { creatorId: users[0]!.id, sourceType: 'auto', title: 'harbour' },
      { creatorId: users[1]!.id, sourceType: 'auto', title: 'harbour' },
    ]);
  });
  afterAll(() => test.close());

  const list = (query: object) => test.http.get('/api/v1/content').query(query);
  const idsOf = (body: { items: { id: number }[] }): number[] => body.items.map(({ id }) => id);

  /** The rows a filter should let pass, newest first. */
  const expected = (matches: (item: ContentItem) => boolean): number[] =>
    items
      .filter(matches)
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || b.id - a.id)
      .map(({ id }) => id);

  describe('GET /content', () => {
    it('shows what people made, newest first, a hundred at a time', async () => {
      const { body } = await list({});
      expect(idsOf(body)).toEqual(expected(() => true).slice(0, 100));
      expect(body).toMatchObject({ total: 120, skip: 0, limit: 100, has_more: true });
      expect(body.items.every((item: { source_type: string }) => item.source_type === 'regular')).toBe(true);
    });

    it('lets pass what meets every filter given, and counts the same rows', async () => {
      const filters = fc.record(
        {
          content_type: fc.constantFrom(...contentTypes),
          creator_id: fc.constantFrom(0, 1).map((index) => users[index]!.id),
          public_only: fc.boolean(),
          search_term: fc.constantFrom(
            'harbour',
            'HARBOUR night',
            '%',
            '_',
            '\\',
            'prompt',
            '"at night"',
            'nowhere',
          ),
          min_quality_score: fc.constantFrom(0, 0.3, 0.95),
        },
        { requiredKeys: [] },
      );
      const contains = (item: ContentItem, term: string): boolean => {
        const parts = term.startsWith('"') ? [term.slice(1, -1)] : term.split(' ');
        const texts = [item.title.toLowerCase(), item.prompt.toLowerCase()];
        return parts.every((part) => texts.some((text) => text.includes(part.toLowerCase())));
      };
      await fc.assert(
        fc.asyncProperty(filters, async (filter) => {
          const matching = expected(
            (item) =>
              (!filter.content_type || item.contentType === filter.content_type) &&
              (!filter.creator_id || item.creatorId === filter.creator_id) &&
              (!filter.public_only || !item.isPrivate) &&
              (!filter.search_term || contains(item, filter.search_term)) &&
              item.qualityScore >= (filter.min_quality_score ?? 0),
          );
          const { body } = await list({ ...filter, limit: 7 });
          expect([idsOf(body), body.total]).toEqual([matching.slice(0, 7), matching.length]);
        }),
        { numRuns: 60 },
      );
    });

    it('is empty for an unknown creator and a creator without content', async () => {
      const { id } = await createUser(test.dataSource);
      for (const creator of [id, '00000000-0000-4000-8000-000000000000']) {
        expect((await list({ creator_id: creator })).body).toMatchObject({ items: [], total: 0 });
      }
    });

    it('pages by number as the best-practice example asks for it', async () => {
      const query = { page: 2, page_size: 50, sort_field: 'created_at', sort_order: 'desc' };
      const { body } = await list(query);
      expect(idsOf(body)).toEqual(expected(() => true).slice(50, 100));
      expect(body.pagination).toMatchObject({ page: 2, page_size: 50, total_count: 120, total_pages: 3 });
    });

    it('walks 120 rows of 20 times forwards and back by cursors alone', async () => {
      const seen: number[] = [];
      let body = (await list({ page_size: 13 })).body;
      const pages = [idsOf(body)];
      while (body.pagination.next_cursor) {
        body = (await list({ cursor: body.pagination.next_cursor, page_size: 13 })).body;
        pages.push(idsOf(body));
      }
      expect(pages.flat()).toEqual(expected(() => true));
      while (body.pagination.prev_cursor) {
        body = (await list({ cursor: body.pagination.prev_cursor, page_size: 13 })).body;
        seen.unshift(...idsOf(body));
      }
      expect(seen).toEqual(pages.slice(0, -1).flat());
    });

    it('sorts by what the cursor says, and keeps the filters of the request', async () => {
      const sorted = { sort_field: 'title', sort_order: 'asc', page_size: 10, public_only: true };
      const first = (await list(sorted)).body;
      const byPage = (await list({ ...sorted, page: 2 })).body;
      const byCursor = (
        await list({ cursor: first.pagination.next_cursor, page_size: 10, public_only: true })
      ).body;
      expect(idsOf(byCursor)).toEqual(idsOf(byPage));
      expect(byCursor.total).toBe(first.total);
    });

    it.each([
      ['page_size=1001', 422, 'INVALID_PAGE_SIZE', 'ValidationError', 'Page size cannot exceed 1000'],
      ['page_size=0', 422, 'INVALID_PAGE_SIZE', 'ValidationError', 'Page size must be at least 1'],
      ['page=0', 422, 'INVALID_PAGE', 'ValidationError', 'Page must be at least 1'],
      ['page=9999', 404, 'PAGE_OUT_OF_RANGE', 'NotFound', 'Page number out of range'],
      ['cursor=garbage', 400, 'INVALID_CURSOR', 'BadRequest', 'Invalid cursor format'],
      [
        'sort_field=id;drop',
        422,
        'INVALID_SORT_FIELD',
        'ValidationError',
        'sort_field must be one of created_at, updated_at, quality_score, title, id',
      ],
      [
        'min_quality_score=1.1',
        422,
        'VALIDATION_ERROR',
        'ValidationError',
        'min_quality_score must be at most 1',
      ],
      [
        'content_type=',
        422,
        'VALIDATION_ERROR',
        'ValidationError',
        'content_type must be one of text, image, video, audio',
      ],
      ['creator_id=user-123', 422, 'VALIDATION_ERROR', 'ValidationError', 'creator_id must be a UUID'],
    ] as const)('refuses %s', async (query, status, code, error, detail) => {
      const response = await test.http.get(`/api/v1/content?${query}`);
      expectError(response, status, code);
      expect(response.body).toMatchObject({ error, detail });
    });

    it('refuses the cursor of another list', async () => {
      const { body } = await test.http.get('/api/v1/content/unified?page_size=1');
      expectError(await list({ cursor: body.pagination.next_cursor }), 400, 'INVALID_CURSOR');
    });

    it('takes a first page of nothing, and never refuses a skip', async () => {
      expect((await list({ search_term: 'nowhere', page: 1 })).status).toBe(200);
      expect((await list({ skip: 5000 })).body).toMatchObject({ items: [], total: 120, has_more: false });
    });
  });
});
