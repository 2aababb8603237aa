import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import type { SortOrder } from '../../../src/common/http/list-definition.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';
import {
  bestRows,
  createRowTable,
  type NumberedRow,
  pageOfIds,
  replaceRows,
  rowList,
  type SortField,
  walkBackward,
  walkForward,
} from './numbered-rows.js';

type Key = number | string | null;

const keysOf: Record<SortField, (row: NumberedRow) => Key[]> = {
  created_at: (row) => [row.createdAt.getTime()],
  done_at: (row) => [row.doneAt?.getTime() ?? null],
  score: (row) => [row.score],
  stars: (row) => [row.stars],
  label: (row) => [row.label],
  id: () => [],
};

function compareKeys(a: Key, b: Key, order: SortOrder): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1; // last in either direction
  return (a < b ? -1 : 1) * (order === 'asc' ? 1 : -1);
}

/** The order the contract states, done in memory. */
function sorted(rows: readonly NumberedRow[], keys: (row: NumberedRow) => Key[], order: SortOrder): number[] {
  const compare = (a: NumberedRow, b: NumberedRow): number => {
    const right = [...keys(b), b.id];
    const outcomes = [...keys(a), a.id].map((key, index) => compareKeys(key, right[index]!, order));
    return outcomes.find((outcome) => outcome !== 0) ?? 0;
  };
  return [...rows].sort(compare).map(({ id }) => id);
}

// Few distinct values, so that ties are the rule; extremes, so that a cursor has to carry them exactly.
const instants = fc.constantFrom(0, 1, 1_767_225_600_123, 253_402_300_799_999).map((ms) => new Date(ms));
const rows = fc.uniqueArray(
  fc.record({
    id: fc.oneof(fc.integer({ min: -3, max: 60 }), fc.constantFrom(2_147_483_647, -2_147_483_648)),
    createdAt: instants,
    doneAt: fc.option(instants),
    score: fc.constantFrom(0, 0.1 + 0.2, 0.3, 1 / 3, -5e-324, 1.7976931348623157e308),
    stars: fc.option(fc.integer({ min: 1, max: 3 })),
    label: fc.constantFrom('', 'a', 'ab', 'b'),
  }),
  { selector: ({ id }) => id, maxLength: 40 },
);
const walks = fc.record({
  field: fc.constantFrom<SortField>('created_at', 'done_at', 'score', 'stars', 'label', 'id'),
  order: fc.constantFrom<SortOrder>('asc', 'desc'),
  limit: fc.integer({ min: 1, max: 15 }),
  definition: fc.constantFrom(rowList, bestRows),
});

describe('paginate, whatever the rows', () => {
  let database: TestDatabase;
  let db: DataSource;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
    await createRowTable(db);
  });
  afterAll(() => database.drop());

  it('answers the stated order in every paging mode, forwards and backwards', async () => {
    await fc.assert(
      fc.asyncProperty(rows, walks, async (stored, walk) => {
        await replaceRows(db, stored);
        const { field, order, limit, definition } = walk;
        const hasThirdKey = definition === bestRows && field === 'score';
        const keys = (row: NumberedRow): Key[] => [
          ...keysOf[field](row),
          ...(hasThirdKey ? keysOf.created_at(row) : []),
        ];
        const expected = sorted(stored, keys, order);

        const pages = await walkForward(db, walk);
        expect(pages.flatMap(({ items }) => items)).toEqual(expected);
        for (const { pagination, total } of pages)
          expect([pagination.total_count, total]).toEqual([stored.length, stored.length]);

        const back = await walkBackward(db, pages.at(-1)!, walk);
        expect(back.flatMap(({ items }) => items)).toEqual(expected.slice(0, (pages.length - 1) * limit));

        const last = pages.length;
        const skip = (last - 1) * limit;
        const numbered = await pageOfIds(db, { field, order, limit, page: last, skip }, { definition });
        expect(numbered.items).toEqual(expected.slice(skip));
        expect(numbered.pagination.has_next).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
