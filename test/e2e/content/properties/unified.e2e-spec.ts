import fc from 'fast-check';
import { createTestApp, type TestApp } from '../../../support/test-app.js';
import { ContentClient, numbered } from './content-client.js';
import { cellOf, subsets } from './facets.js';
import { type Question, questionsTo, toQuestion } from './questions.js';
import { type ContentWorld, createWorld, storeContent, stored, type StoredRecipe } from './stored-content.js';
import { withinSeconds } from './time-limit.js';

/** The nine selections the older pair of parameters can express, as cells. */
const legacy = [['regular'], ['auto'], ['regular', 'auto']].flatMap((sources) =>
  (['user', 'community', 'all'] as const).map((creator) => ({
    params: { content_types: sources.join(','), creator_filter: creator },
    has: (cell: string) =>
      sources.some((source) => cell.endsWith(source)) && (creator === 'all' || cell.startsWith(creator)),
  })),
);

describe.each([false, true])(
  'the unified list, with others’ private items hidden: %p',
  (hidesOthersPrivate) => {
    let test: TestApp;
    let world: ContentWorld;
    let client: ContentClient;

    beforeAll(async () => {
      test = await createTestApp({ 'content.hide-others-private': hidesOthersPrivate });
      world = { ...(await createWorld(test.dataSource)), hidesOthersPrivate };
      client = new ContentClient(test.http);
    });
    afterAll(() => test.close());

    const replaceContent = async (rows: StoredRecipe[]): Promise<void> => {
      await test.dataSource.query('DELETE FROM content_items');
      world.model = await storeContent(test.dataSource, world, rows);
    };

    it('is cut by its four cells into parts that are disjoint and exhaustive, whoever looks and whatever for', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(stored, { maxLength: 30 }),
          questionsTo('unified'),
          withinSeconds(20, async (rows, recipe) => {
            await replaceContent(rows);
            const uncut = { ...recipe.filters, cells: undefined };
            const viewer = world.userIds[recipe.viewer];
            const whole = toQuestion({ ...recipe, filters: uncut }, world);
            const counts = new Map<string, number>();
            for (const cells of subsets) {
              const question = toQuestion({ ...recipe, filters: { ...uncut, cells } }, world);
              const { items, pagination } = await client.expectPage(question, world.model, numbered(1, 1000));
              for (const item of items) expect(cells).toContain(cellOf(item, viewer));
              if (cells.length === 1) counts.set(cells[0]!, pagination.total_count);
              if (cells.length > 1)
                expect(cells.reduce((sum, cell) => sum + counts.get(cell)!, 0)).toBe(pagination.total_count);
            }
            const { params, ...rest } = whole;
            for (const { params: pair, has } of legacy) {
              const question: Question = {
                ...rest,
                params: { ...params, ...pair },
                matches: (row) => whole.matches(row) && has(cellOf(row, viewer)),
              };
              await client.expectPage(question, world.model, numbered(1, 1000));
            }
          }),
        ),
        { numRuns: 25 },
      );
    });
  },
);
