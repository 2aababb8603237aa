import fc from 'fast-check';
import type { SourceType } from '../../../src/content/content-kind.js';
import type { User } from '../../../src/users/user.entity.js';
import { expectError } from '../../support/expect-error.js';
import { createContents } from '../../support/factories/content.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

const cells = ['user-regular', 'user-auto', 'community-regular', 'community-auto'] as const;
type Cell = (typeof cells)[number];
const subsets: Cell[][] = Array.from({ length: 16 }, (_unused, bits) =>
  cells.filter((_cell, index) => bits & (1 << index)),
);

describe('selections of GET /content/unified', () => {
  let test: TestApp;
  let users: User[];

  beforeAll(async () => {
    test = await createTestApp();
    users = await Promise.all(Array.from({ length: 3 }, () => createUser(test.dataSource)));
  });
  afterAll(() => test.close());

  const unified = (query: object | string) => test.http.get('/api/v1/content/unified').query(query);
  const withUser = (user?: User): object => (user ? { user_id: user.id } : {});
  const idsOf = (body: { items: { id: number }[] }): number[] => body.items.map(({ id }) => id);

  /** Replaces all content by so many pieces of each user and source. */
  async function store(
    made: readonly { user: number; source: SourceType }[],
  ): Promise<{ cellOf: (id: number, me?: User) => Cell }> {
    await test.dataSource.query('DELETE FROM content_items');
    const stored = await createContents(
      test.dataSource,
      made.map(({ user, source }) => ({ creatorId: users[user]!.id, sourceType: source })),
    );
    const byId = new Map(stored.map((item) => [item.id, item]));
    const cellOf = (id: number, me?: User): Cell => {
      const { creatorId, sourceType } = byId.get(id)!;
      return `${creatorId === me?.id ? 'user' : 'community'}-${sourceType === 'items' ? 'regular' : 'auto'}`;
    };
    return { cellOf };
  }

  const oneOfEach = [0, 1, 2].flatMap((user) => [
    { user, source: 'items' as const },
    { user, source: 'auto' as const },
    { user, source: 'auto' as const },
  ]);

  it('hold exactly the rows of their cells, whatever is stored, seen from anybody', async () => {
    const made = fc.array(
      fc.record({
        user: fc.integer({ min: 0, max: 2 }),
        source: fc.constantFrom<SourceType>('items', 'auto'),
      }),
      { maxLength: 25 },
    );
    await fc.assert(
      fc.asyncProperty(made, fc.constantFrom(0, 2, undefined), async (rows, viewer) => {
        const me = viewer === undefined ? undefined : users[viewer];
        const { cellOf } = await store(rows);
        const whole = await unified({ ...withUser(me), page_size: 1000 });
        const all = idsOf(whole.body);
        expect(all).toHaveLength(rows.length);
        for (const chosen of subsets) {
          const query = {
            ...withUser(me),
            content_source_types: chosen.length > 0 ? chosen : '',
            page_size: 1000,
          };
          const { status, body } = await unified(query);
          expect(status).toBe(200);
          expect(idsOf(body)).toEqual(all.filter((id) => chosen.includes(cellOf(id, me))));
          expect(body.pagination.total_count).toBe(body.items.length);
          const { stats } = body;
          const sizes: Record<Cell, number> = {
            'user-regular': stats.user_regular_count,
            'user-auto': stats.user_auto_count,
            'community-regular': stats.community_regular_count,
            'community-auto': stats.community_auto_count,
          };
          expect(chosen.reduce((sum, cell) => sum + sizes[cell], 0)).toBe(body.pagination.total_count);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('count as many under a further filter as their cells do together', async () => {
    await store(oneOfEach);
    const count = async (chosen: readonly string[]): Promise<number> => {
      const { body } = await unified({
        ...withUser(users[0]),
        content_source_types: chosen,
        search_term: 'lighthouse',
        page_size: 1,
      });
      return body.pagination.total_count as number;
    };
    const single = new Map<Cell, number>();
    for (const cell of cells) single.set(cell, await count([cell]));
    expect([...single.values()]).toEqual([1, 2, 2, 4]);
    for (const chosen of subsets.slice(1)) {
      expect(await count(chosen)).toBe(chosen.reduce((sum, cell) => sum + single.get(cell)!, 0));
    }
  });

  it('are empty, with statistics, for the explicit empty value, and win over the legacy pair', async () => {
    await store(oneOfEach);
    for (const query of [
      'content_source_types=',
      'content_source_types[]=',
      'content_source_types=&content_types=regular&creator_filter=all',
      'content_source_types=&content_types=bogus&creator_filter=bogus',
    ]) {
      const { status, body } = await unified(`${query}&user_id=${users[0]!.id}`);
      expect(status).toBe(200);
      expect(body).toMatchObject({
        items: [],
        pagination: { total_count: 0, total_pages: 0, has_next: false },
        stats: {
          user_regular_count: 1,
          user_auto_count: 2,
          community_regular_count: 2,
          community_auto_count: 4,
        },
      });
    }
    const { body } = await unified(
      `content_source_types=user-auto&content_types=regular&creator_filter=community&user_id=${users[0]!.id}`,
    );
    expect(body.pagination.total_count).toBe(2);
  });

  it.each([
    ['regular', 'user', ['user-regular']],
    ['auto', 'user', ['user-auto']],
    ['regular', 'community', ['community-regular']],
    ['auto', 'community', ['community-auto']],
    ['regular,auto', 'user', ['user-regular', 'user-auto']],
    ['regular,auto', 'community', ['community-regular', 'community-auto']],
    ['regular', 'all', ['user-regular', 'community-regular']],
    ['items', 'all', ['user-regular', 'community-regular']],
    ['auto', 'all', ['user-auto', 'community-auto']],
    ['regular,auto', 'all', cells],
  ])('in the legacy words %s of %s are those of %j', async (contentTypes, creator, chosen) => {
    await store(oneOfEach);
    for (const user of [users[1], undefined]) {
      const legacy = await unified({
        ...withUser(user),
        content_types: contentTypes,
        creator_filter: creator,
      });
      const modern = await unified({ ...withUser(user), content_source_types: chosen });
      expect(idsOf(legacy.body)).toEqual(idsOf(modern.body));
      expect(legacy.body.pagination.total_count).toBe(modern.body.pagination.total_count);
    }
  });

  it('without a user: nothing is one’s own, everything is the community’s', async () => {
    await store(oneOfEach);
    const total = async (query: object): Promise<number> =>
      (await unified(query)).body.pagination.total_count as number;
    expect(await total({ creator_filter: 'user' })).toBe(0);
    expect(await total({ creator_filter: 'community' })).toBe(9);
    expect(await total({ content_types: '' })).toBe(0);
  });

  it.each([
    ['content_source_types=user-regular,user-auto', 'Invalid content_source_type: user-regular,user-auto'],
    ['content_source_types=nobody', 'Invalid content_source_type: nobody'],
    ['content_source_types=user-auto&content_source_types=all', 'Invalid content_source_type: all'],
    ['content_types=video', 'Invalid content_type: video'],
    ['content_types=regular&content_types=auto', 'content_types must be a text'],
    ['creator_filter=me', 'Invalid creator_filter: me'],
    ['creator_filter=', 'Invalid creator_filter: '],
    ['tag_match=none', 'Invalid tag_match: none'],
  ])('refuse %s with 400', async (query, detail) => {
    const response = await unified(query);
    expectError(response, 400, 'INVALID_FILTER');
    expect(response.body.error).toBe('BadRequest');
    expect(response.body.detail).toContain(detail);
  });
});
