import fc from 'fast-check';
import { sourceNames } from '../../../../src/content/content-kind.js';
import { createTestApp, type TestApp } from '../../../support/test-app.js';
import { ContentClient, numbered } from './content-client.js';
import { popular, tagChoices } from './facets.js';
import { type ListName, orders, type QuestionRecipe, toQuestion } from './questions.js';
import { type ContentWorld, createWorld, storeContent, stored } from './stored-content.js';
import { withinSeconds } from './time-limit.js';

const tagCount = 60;
const rowCount = 1000;
const tagNames = Array.from({ length: tagCount }, (_unused, index) => `Tag-${index} of ${tagCount}`);

const tagged = fc
  .tuple(stored, fc.uniqueArray(popular(tagCount), { maxLength: 12, size: 'max' }))
  .map(([row, tags]) => ({ ...row, tags }));

const recipes: fc.Arbitrary<QuestionRecipe> = fc.record({
  list: fc.constantFrom<ListName>('unified', 'unified', 'search', 'all'),
  source: fc.constantFrom(...sourceNames),
  path: fc.constant(0),
  order: orders,
  viewer: fc.nat(6),
  filters: fc.record({ tags: tagChoices(8, tagCount) }),
});

describe('filters by any or all of several tags', () => {
  let test: TestApp;
  let world: ContentWorld;
  let client: ContentClient;

  beforeAll(async () => {
    test = await createTestApp();
    world = await createWorld(test.dataSource, tagNames);
    client = new ContentClient(test.http);
    world.model = await storeContent(test.dataSource, world, fc.sample(tagged, rowCount));
  });
  afterAll(() => test.close());

  const expectPages = async (recipe: QuestionRecipe, size: number): Promise<number> => {
    const question = toQuestion(recipe, world);
    const first = await client.expectPage(question, world.model, numbered(1, size));
    const last = Math.max(1, first.pagination.total_pages);
    for (const page of new Set([Math.min(2, last), Math.ceil(last / 2), last]))
      await client.expectPage(question, world.model, numbered(page, size));
    return first.pagination.total_count;
  };

  it('find what a look at every row finds, and count it, however the tags are named', async () => {
    await fc.assert(
      fc.asyncProperty(
        recipes,
        fc.integer({ min: 1, max: 50 }),
        withinSeconds(15, async (recipe, size) => {
          await expectPages(recipe, size);
        }),
      ),
      { numRuns: 120 },
    );
  });

  it('find no less with any of more tags and no more with all of them', async () => {
    await fc.assert(
      fc.asyncProperty(
        recipes,
        withinSeconds(15, async (recipe) => {
          const { picks, match } = recipe.filters.tags!;
          const totals: number[] = [];
          for (let count = 1; count <= picks.length; count += 1)
            totals.push(
              await expectPages(
                { ...recipe, filters: { tags: { picks: picks.slice(0, count), match } } },
                20,
              ),
            );
          expect(totals).toEqual([...totals].sort((a, b) => (match === 'any' ? a - b : b - a)));
        }),
      ),
      { numRuns: 20 },
    );
  });

  it('walk by cursors over exactly the rows they find', async () => {
    await fc.assert(
      fc.asyncProperty(
        recipes,
        fc.integer({ min: 30, max: 200 }),
        withinSeconds(15, (recipe, size) => client.expectWalk(toQuestion(recipe, world), world.model, size)),
      ),
      { numRuns: 15 },
    );
  });
});
