import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';
import {
  bestRows,
  createRowTable,
  cursorWindow,
  insertRows,
  makeRows,
  type NumberedRow,
  pageOfIds,
  replaceRows,
  walkBackward,
  walkForward,
} from './numbered-rows.js';

const idsOf = (pages: { items: number[] }[]): number[] => pages.flatMap(({ items }) => items);

describe('paginate', () => {
  let database: TestDatabase;
  let db: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
    await createRowTable(db);
  });
  afterAll(() => database.drop());

  describe('over 500 rows of which 100 at a time are equal', () => {
    const rows = makeRows(500, 100);
    beforeAll(() => replaceRows(db, rows));

    it.each(['created_at', 'done_at', 'score', 'stars', 'label', 'id'] as const)(
      'walks by %s in both orders without gap or repetition, and back over the same pages',
      async (field) => {
        for (const order of ['asc', 'desc'] as const) {
          const pages = await walkForward(db, { field, order, limit: 30 });
          expect(pages).toHaveLength(17);
          expect([...idsOf(pages)].sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id));

          const back = await walkBackward(db, pages.at(-1)!, { limit: 30 });
          expect(idsOf(back)).toEqual(idsOf(pages.slice(0, -1)));
        }
      },
    );

    it('shows the same rows on numbered pages as on cursor pages', async () => {
      const walked = await walkForward(db, { field: 'score', order: 'desc', limit: 70 });
      for (const [index, { items }] of walked.entries()) {
        const numbered = await pageOfIds(db, {
          field: 'score',
          page: index + 1,
          limit: 70,
          skip: index * 70,
        });
        expect(numbered.items).toEqual(items);
      }
    });

    it('offers cursors in both directions in the middle of numbered pages', async () => {
      const fifth = await pageOfIds(db, { page: 5, limit: 20, skip: 80 });
      const sixth = await pageOfIds(db, cursorWindow(fifth.pagination.next_cursor!, 20));
      const fourth = await pageOfIds(db, cursorWindow(fifth.pagination.prev_cursor!, 20));
      expect(sixth.items).toEqual((await pageOfIds(db, { page: 6, limit: 20, skip: 100 })).items);
      expect(fourth.items).toEqual((await pageOfIds(db, { page: 4, limit: 20, skip: 60 })).items);
    });

    it('puts rows without a value last in either direction', async () => {
      for (const field of ['done_at', 'stars'] as const) {
        const isNull = ({ doneAt, stars }: NumberedRow): boolean =>
          (field === 'stars' ? stars : doneAt) === null;
        const nulls = new Set(rows.filter(isNull).map(({ id }) => id));
        for (const order of ['asc', 'desc'] as const) {
          const ids = idsOf(await walkForward(db, { field, order, limit: 100 }));
          expect(ids.slice(-nulls.size).every((id) => nulls.has(id))).toBe(true);
        }
      }
    });
  });

  it('breaks ties of a three-key order by the second key, then by id', async () => {
    const day = (date: number): Date => new Date(Date.UTC(2026, 0, date));
    const row = (id: number, score: number, date: number): NumberedRow => ({
      id,
      score,
      createdAt: day(date),
      doneAt: null,
      stars: null,
      label: '',
    });
    await replaceRows(db, [row(1, 0.9, 1), row(2, 0.9, 3), row(3, 0.9, 3), row(4, 0.5, 9), row(5, 0.9, 2)]);
    const pages = await walkForward(db, { field: 'score', order: 'desc', limit: 1, definition: bestRows });
    expect(idsOf(pages)).toEqual([3, 2, 5, 1, 4]);
    const back = await walkBackward(db, pages.at(-1)!, { limit: 1, definition: bestRows });
    expect(idsOf(back)).toEqual([3, 2, 5, 1]);
    const byDate = await walkForward(db, {
      field: 'created_at',
      order: 'asc',
      limit: 2,
      definition: bestRows,
    });
    expect(idsOf(byDate)).toEqual([1, 5, 2, 3, 4]);
  });

  describe('while rows come and go', () => {
    beforeEach(() => replaceRows(db, makeRows(30, 5)));

    it('shows no row inserted before the position, and every row inserted after it', async () => {
      const first = await pageOfIds(db, { field: 'id', order: 'asc', limit: 10 });
      const [row] = makeRows(1, 1);
      await insertRows(db, [
        { ...row!, id: 0 },
        { ...row!, id: 31 },
      ]);
      const second = await pageOfIds(db, cursorWindow(first.pagination.next_cursor!, 10));
      const third = await pageOfIds(db, cursorWindow(second.pagination.next_cursor!, 10));
      const fourth = await pageOfIds(db, cursorWindow(third.pagination.next_cursor!, 10));
      expect(idsOf([first, second, third, fourth])).toEqual(
        Array.from({ length: 31 }, (_unused, index) => index + 1),
      );
      expect(fourth.total).toBe(32);
    });

    it('goes on from a position whose row is gone', async () => {
      const first = await pageOfIds(db, { field: 'created_at', order: 'asc', limit: 10 });
      await db.query('DELETE FROM numbered_rows WHERE id BETWEEN 8 AND 12');
      const second = await pageOfIds(db, cursorWindow(first.pagination.next_cursor!, 10));
      expect(second.items).toEqual([13, 14, 15, 16, 17, 18, 19, 20, 21, 22]);
    });

    it('ends quietly when everything beyond the position is gone', async () => {
      const first = await pageOfIds(db, { field: 'id', order: 'asc', limit: 10 });
      await db.query('DELETE FROM numbered_rows WHERE id > 10');
      const second = await pageOfIds(db, cursorWindow(first.pagination.next_cursor!, 10));
      expect(second).toMatchObject({
        items: [],
        pagination: {
          has_next: false,
          next_cursor: null,
          has_previous: true,
          prev_cursor: null,
          total_count: 10,
        },
      });
    });
  });

  describe('fills the envelope', () => {
    beforeAll(() => replaceRows(db, makeRows(25, 5)));
    const text = expect.any(String);

    it.each([
      [
        'on the first page',
        { page: 1, skip: 0 },
        { page: 1, has_next: true, has_previous: false, next_cursor: text, prev_cursor: null },
      ],
      [
        'on a middle page',
        { page: 2, skip: 10 },
        { page: 2, has_next: true, has_previous: true, next_cursor: text, prev_cursor: text },
      ],
      [
        'on the last page',
        { page: 3, skip: 20 },
        { page: 3, has_next: false, has_previous: true, next_cursor: null, prev_cursor: text },
      ],
      [
        'in skip mode between pages',
        { mode: 'skip' as const, page: 1, skip: 7 },
        { page: 1, has_next: true, has_previous: true, next_cursor: text, prev_cursor: text },
      ],
      [
        'in skip mode past the end',
        { mode: 'skip' as const, page: 4, skip: 30 },
        { page: 4, has_next: false, has_previous: true, next_cursor: null, prev_cursor: null },
      ],
    ])('%s', async (_case, window, pagination) => {
      const page = await pageOfIds(db, window);
      expect(page).toEqual({
        items: page.items,
        pagination: { page_size: 10, total_count: 25, total_pages: 3, ...pagination },
        total: 25,
        skip: window.skip,
        limit: 10,
        has_more: pagination.has_next,
      });
    });

    it('in cursor mode, echoing the page that was sent', async () => {
      const { pagination } = await pageOfIds(db);
      const next = await pageOfIds(db, { ...cursorWindow(pagination.next_cursor!, 15), page: 9 });
      expect(next).toMatchObject({
        items: { length: 15 },
        pagination: {
          page: 9,
          page_size: 15,
          total_count: 25,
          total_pages: 2,
          has_next: false,
          has_previous: true,
        },
        skip: 0,
        has_more: false,
      });
    });

    it('of an empty list', async () => {
      await replaceRows(db, []);
      expect(await pageOfIds(db)).toEqual({
        items: [],
        pagination: {
          page: 1,
          page_size: 10,
          total_count: 0,
          total_pages: 0,
          has_next: false,
          has_previous: false,
          next_cursor: null,
          prev_cursor: null,
        },
        total: 0,
        skip: 0,
        limit: 10,
        has_more: false,
      });
      await replaceRows(db, makeRows(25, 5));
    });

    it('past the last page: 404, or empty where the list is lenient', async () => {
      const beyond = { page: 4, skip: 30 };
      await expect(pageOfIds(db, beyond)).rejects.toMatchObject({ code: 'PAGE_OUT_OF_RANGE' });
      const page = await pageOfIds(db, beyond, { lenient: true });
      expect(page.items).toEqual([]);
      expect(page.pagination).toMatchObject({ page: 4, total_count: 25, total_pages: 3, has_next: false });
    });

    it('and claims nothing before a page past the end of nothing', async () => {
      await replaceRows(db, []);
      const page = await pageOfIds(db, { page: 4, skip: 30 }, { lenient: true });
      expect(page.pagination).toMatchObject({ has_previous: false, prev_cursor: null, total_pages: 0 });
    });
  });
});
