import fc from 'fast-check';
import { createTestApp, type TestApp } from '../../../support/test-app.js';
import { ContentClient, type ListBody, numbered } from './content-client.js';
import { type Question, questions, toQuestion } from './questions.js';
import { type ContentWorld, createWorld, storeContent, stored } from './stored-content.js';
import { withinSeconds } from './time-limit.js';
import { Writer } from './writer.js';
import { type BulkWrite, bulkWrites, type SingleWrite, singleWrites } from './writes.js';

type Direction = 'next' | 'prev';

/** Watches a list during a walk: which rows stay where they are from the first page to the last, and which move. */
class Watch {
  private readonly keys = new Map<number, unknown>();
  private readonly moved = new Set<number>();
  private staying: Set<number>;

  constructor(
    private readonly question: Question,
    private readonly world: ContentWorld,
  ) {
    this.staying = this.look();
  }

  /** To be called after each write. */
  observe(): void {
    const here = this.look();
    this.staying = new Set([...this.staying].filter((id) => here.has(id) && !this.moved.has(id)));
  }

  expectVisited(visited: readonly number[]): void {
    const unmoved = visited.filter((id) => !this.moved.has(id));
    expect(unmoved).toEqual([...new Set(unmoved)]);
    expect(visited).toEqual(expect.arrayContaining([...this.staying]));
  }

  private look(): Set<number> {
    const { matches, order } = this.question;
    const rows = this.world.model.rows.filter(matches);
    for (const row of rows) {
      const key = row[order.field];
      if (this.keys.has(row.id) && this.keys.get(row.id) !== key) this.moved.add(row.id);
      this.keys.set(row.id, key);
    }
    return new Set(rows.map(({ id }) => id));
  }
}

describe('a walk by cursors', () => {
  let test: TestApp;
  let world: ContentWorld;
  let client: ContentClient;
  let writer: Writer;

  beforeAll(async () => {
    test = await createTestApp();
    world = await createWorld(test.dataSource);
    client = new ContentClient(test.http);
    writer = new Writer(test, world);
  });
  afterAll(() => test.close());

  async function expectNeighbours(
    question: Question,
    from: ListBody,
    { direction, size }: { direction: Direction; size: number },
  ): Promise<ListBody> {
    const position = direction === 'next' ? from.items.at(-1)! : from.items[0]!;
    const cursor = from.pagination[`${direction}_cursor`]!;
    const beyond = world.model.selectBeyond(position, direction, question);
    const expected = beyond.slice(0, size);
    const body = await client.follow(question, world.model, cursor, size);
    expect(body.items).toEqual(direction === 'next' ? expected : expected.reverse());
    const more = { next: body.pagination.has_next, prev: body.pagination.has_previous };
    expect(more).toEqual({ next: true, prev: true, [direction]: beyond.length > size });
    return body;
  }

  /** The page to begin with: the first one, or the last. */
  function begin(question: Question, direction: Direction, size: number): Promise<ListBody> {
    const total = world.model.select(question).length;
    const page = direction === 'next' ? 1 : Math.max(1, Math.ceil(total / size));
    return client.expectPage(question, world.model, numbered(page, size));
  }

  it('meets what stays exactly once, what comes or goes at most once, and each page is what lies ahead', async () => {
    const writes = fc.array(
      fc.oneof<fc.Arbitrary<SingleWrite | BulkWrite>[]>(...singleWrites, ...bulkWrites),
      {
        maxLength: 4,
      },
    );
    const walks = fc.record({
      recipe: questions,
      direction: fc.constantFrom<Direction>('next', 'prev'),
      size: fc.integer({ min: 1, max: 8 }),
      between: fc.array(writes, { minLength: 1, maxLength: 6 }),
    });
    const some = fc.array(stored, { minLength: 10, maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(
        some,
        walks,
        withinSeconds(20, async (rows, { recipe, direction, size, between }) => {
          await test.dataSource.query('DELETE FROM content_items');
          world.model = await storeContent(test.dataSource, world, rows);
          const question = toQuestion(recipe, world);
          const watch = new Watch(question, world);
          let body = await begin(question, direction, size);
          const visited = body.items.map(({ id }) => id);
          for (let page = 0; body.pagination[`${direction}_cursor`]; page += 1) {
            for (const write of between[page] ?? []) {
              await writer.perform(write);
              watch.observe();
            }
            body = await expectNeighbours(question, body, { direction, size });
            visited.push(...body.items.map(({ id }) => id));
          }
          watch.expectVisited(visited);
        }),
      ),
      { numRuns: 100 },
    );
  });
});
