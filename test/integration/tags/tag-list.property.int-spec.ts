import fc from 'fast-check';
import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import type { Page } from '../../../src/common/http/page-of.dto.js';
import { runSql } from '../../../src/database/run-sql.js';
import { listTags } from '../../../src/tags/tag-catalogue.queries.js';
import { TagQuery } from '../../../src/tags/tag-query.dto.js';
import { parseTagSearch } from '../../../src/tags/tag-search.js';
import type { TagDto } from '../../../src/tags/tag.dto.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';

interface Model {
  name: string;
  created: number;
  updated: number;
  /** Sum and number of the ratings. */
  sum: number;
  count: number;
}

type Comparison = (a: Model, b: Model) => number;

const idOf = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const compare = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);
const mean = ({ sum, count }: Model): number | null => (count === 0 ? null : sum / count);

const byRating =
  (sign: 1 | -1): Comparison =>
  (a, b) => {
    const [x, y] = [mean(a), mean(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null) || compare(a.name, b.name);
    return sign * compare(x, y) || compare(a.name, b.name);
  };

const orders: Record<string, Comparison> = {
  'name-asc': (a, b) => compare(a.name, b.name),
  'name-desc': (a, b) => compare(b.name, a.name),
  'created-asc': (a, b) => compare(a.created, b.created),
  'updated-desc': (a, b) => compare(b.updated, a.updated),
  'rating-asc': byRating(1),
  'rating-desc': byRating(-1),
};

// Few distinct values, so that ties are the rule. Names grow with ids, which break the ties of the other orders.
const models = fc
  .array(
    fc.record({
      letters: fc.string({ unit: fc.constantFrom('a', 'B', '%', '_', '\\', ' '), maxLength: 4 }),
      created: fc.nat(3),
      updated: fc.nat(3),
      count: fc.nat(3),
      half: fc.integer({ min: 2, max: 10 }),
    }),
    { maxLength: 25 },
  )
  .map((drawn) =>
    drawn.map(({ letters, created, updated, count, half }, index): Model => ({
      name: `${String(index).padStart(2, '0')}${letters}`,
      created,
      updated,
      count,
      sum: (count * half) / 2,
    })),
  );
const terms = fc.oneof(
  fc.constant(''),
  fc.constantFrom('A', 'b', '%', '_', '\\', 'a,b', 'ab %', '" "', '"a b"', '0'),
  fc.string({ unit: fc.constantFrom('a', 'b', '"', ',', ' ', '%'), maxLength: 6 }),
);

describe('the tag list, whatever the tags', () => {
  let database: TestDatabase;
  let db: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
  });
  afterAll(() => database.drop());

  async function replaceTags(tags: readonly Model[]): Promise<void> {
    const rows = tags.map((tag, index) => ({ ...tag, id: idOf(index) }));
    await runSql(db, sql`DELETE FROM tags`);
    await runSql(
      db,
      sql`
        INSERT INTO tags (id, name, slug, created_at, updated_at)
        SELECT id, name, id::text, to_timestamp(created), to_timestamp(updated)
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS t (id uuid, name text, created float8, updated float8)`,
    );
    await runSql(
      db,
      sql`
        INSERT INTO tag_rating_totals (tag_id, rating_count, rating_sum)
        SELECT id, count, sum
        FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t (id uuid, count int, sum float8)
        WHERE count > 0 OR id::text LIKE '%0'`,
    );
  }

  function page(query: Partial<TagQuery>): Promise<Page<TagDto>> {
    const { search, min_ratings: minRatings } = query;
    return listTags(db, { search, minRatings }, Object.assign(new TagQuery(), query).window());
  }

  it('answers what a list in memory would, in every order, by page and by cursor, there and back', async () => {
    const query = fc.record({
      sort: fc.constantFrom(...Object.keys(orders)),
      page_size: fc.integer({ min: 1, max: 9 }),
      search: terms,
      min_ratings: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(models, query, async (tags, asked) => {
        await replaceTags(tags);
        const parts = parseTagSearch(asked.search).map((part) => part.toLowerCase());
        const expected = tags
          .filter(({ count }) => count >= (asked.min_ratings ?? 0))
          .filter(({ name }) => parts.length === 0 || parts.some((part) => name.toLowerCase().includes(part)))
          .sort((a, b) => {
            const order = orders[asked.sort]!(a, b);
            // The id goes in the direction of the sort field.
            return order || compare(a.name, b.name) * (asked.sort.endsWith('desc') ? -1 : 1);
          })
          .map(({ name }) => name);

        const walked: string[] = [];
        const pages = [await page(asked)];
        for (let cursor = pages[0]!.pagination.next_cursor; cursor;) {
          pages.push(await page({ ...asked, cursor }));
          cursor = pages.at(-1)!.pagination.next_cursor;
        }
        for (const { items, total } of pages) {
          walked.push(...items.map(({ name }) => name));
          expect(total).toBe(expected.length);
        }
        expect(walked).toEqual(expected);

        for (const [index, { items }] of pages.entries())
          expect((await page({ ...asked, page: index + 1 })).items).toEqual(items);

        const back: string[] = [];
        for (let cursor = pages.at(-1)!.pagination.prev_cursor; cursor;) {
          const { items, pagination } = await page({ ...asked, cursor });
          back.unshift(...items.map(({ name }) => name));
          cursor = pagination.prev_cursor;
        }
        expect(back).toEqual(expected.slice(0, expected.length - pages.at(-1)!.items.length));
      }),
      { numRuns: 200 },
    );
  });
});
