import fc from 'fast-check';
import { ContentClient, type ListBody, numbered, skipping } from './content-client.js';
import { ContentModel } from './content-model.js';
import { type Question, type QuestionRecipe, toQuestion } from './questions.js';
import { createReplicas, type Replicas } from './replicas.js';
import { type ContentWorld, createWorld, storeContent, type StoredRecipe } from './stored-content.js';
import { withinSeconds } from './time-limit.js';
import { Writer } from './writer.js';
import { type BulkWrite, imports, type SingleWrite, singleWrites } from './writes.js';

/** More than are remembered row by row, in most of the lists below. */
const rowCount = 26_000;
const newestAt = Date.now() - 86_400_000;

/** Three rows an instant and some 400 a UTC day; nearly all carry popular tags and common words, and each a rare one. */
function rowAt(index: number): StoredRecipe {
  const createdAt = new Date(newestAt - Math.floor(index / 3) * 600_000);
  return {
    creator: index % 5 === 0 ? 0 : index,
    source: index % 7 === 0 ? 'auto' : 'items',
    type: 'image',
    title: `${['light', 'Lighthouse', 'LIGHTS'][index % 3]!} ${index % 400}`,
    prompt: `${index % 50 === 0 ? 'dusk' : 'a lighthouse at dusk'} w${index}`,
    quality: (index % 11) / 10,
    isPrivate: index % 13 === 0,
    createdAt,
    updatedAt: new Date(newestAt + (index % 1000)),
    metadata: {},
    tags: index % 40 === 0 ? [index % 12] : [index % 3, 3 + (index % 9)],
  };
}

const common = { source: 'regular', path: 0, viewer: 0 } as const;
const newest = { field: 'created_at', order: 'desc' } as const;
const most = { picks: [0, 1, 2].map((tag) => ({ tag, spelling: 'name' as const })), match: 'any' as const };
const term = (text: string) => [{ quoted: false, letters: 'kept' as const, text }];

/** Lists long enough to make depth a matter, each found in another way. */
const recipes: readonly QuestionRecipe[] = [
  { ...common, list: 'unified', order: newest, filters: {} },
  { ...common, list: 'unified', order: { ...newest, order: 'asc' }, filters: {} },
  { ...common, list: 'unified', order: { field: 'updated_at', order: 'asc' }, filters: {} },
  { ...common, list: 'unified', order: { field: 'title', order: 'asc' }, filters: { tags: most } },
  { ...common, list: 'unified', order: newest, filters: { tags: most } },
  {
    ...common,
    list: 'unified',
    order: { field: 'quality_score', order: 'desc' },
    filters: { search: term('light') },
  },
  { ...common, list: 'unified', order: newest, filters: { tags: most, search: term('light') } },
  {
    ...common,
    list: 'unified',
    order: newest,
    filters: { cells: ['user-auto', 'community-regular', 'community-auto'] },
  },
  { ...common, list: 'all', order: { field: 'id', order: 'desc' }, filters: { minQuality: 0.25 } },
  { ...common, list: 'unified', order: newest, filters: { search: term('w1') } },
  { ...common, list: 'unified', order: newest, filters: { search: term('w12') } },
  { ...common, list: 'unified', order: newest, filters: { search: term('w1234') } },
  { ...common, list: 'public', filters: {} },
  { ...common, list: 'topRated', source: 'auto', filters: {} },
];

interface Visit {
  question: number;
  /** How deep, as a share of the list. */
  depth: number;
  size: number;
  replica: number;
  then: 'next page' | 'previous page' | 'next cursor' | 'previous cursor' | 'skip back';
}

const visits: fc.Arbitrary<Visit> = fc.record({
  question: fc.nat(recipes.length - 1),
  depth: fc.oneof(fc.nat(1000), fc.constantFrom(0, 999, 1000)).map((permille) => permille / 1000),
  size: fc.integer({ min: 1, max: 40 }),
  replica: fc.nat(1),
  then: fc.constantFrom<Visit['then']>(
    'next page',
    'previous page',
    'next cursor',
    'previous cursor',
    'skip back',
  ),
});
const writes: fc.Arbitrary<SingleWrite | BulkWrite> = fc.oneof(...singleWrites, imports);

describe('pages at any depth of long lists', () => {
  let replicas: Replicas;
  let world: ContentWorld;
  let clients: ContentClient[];
  let questions: Question[];

  beforeAll(async () => {
    replicas = await createReplicas();
    const { dataSource } = replicas.apps[0];
    world = await createWorld(dataSource);
    for (let first = 0; first < rowCount; first += 2000) {
      const batch = Array.from({ length: Math.min(2000, rowCount - first) }, (_unused, index) =>
        rowAt(first + index),
      );
      await storeContent(dataSource, world, batch);
    }
    world.model = await ContentModel.load(dataSource);
    clients = replicas.apps.map(({ http }) => new ContentClient(http));
    questions = recipes.map((recipe) => toQuestion(recipe, world));
  }, 120_000);
  afterAll(() => replicas.close());

  async function goOn(
    client: ContentClient,
    question: Question,
    from: ListBody,
    { then, size }: Visit,
  ): Promise<void> {
    const { model } = world;
    const { page, total_pages: last, next_cursor, prev_cursor } = from.pagination;
    if (then === 'next page' && page < last)
      await client.expectPage(question, model, numbered(page + 1, size));
    if (then === 'previous page' && page > 1)
      await client.expectPage(question, model, numbered(page - 1, size));
    if (then === 'skip back')
      await client.expectPage(question, model, skipping(Math.max(0, (page - 2) * size + 1), size));
    if (then === 'next cursor' && next_cursor) {
      const { items } = await client.follow(question, model, next_cursor, size);
      expect(items).toEqual(model.select(question).slice(page * size, (page + 1) * size));
    }
    if (then === 'previous cursor' && prev_cursor) {
      const { items } = await client.follow(question, model, prev_cursor, size);
      expect(items).toEqual(model.select(question).slice((page - 2) * size, (page - 1) * size));
    }
  }

  async function visit(what: Visit): Promise<void> {
    const question = questions[what.question]!;
    const client = clients[what.replica]!;
    const pages = Math.ceil(world.model.select(question).length / what.size);
    const page = Math.max(1, Math.min(pages, Math.floor(what.depth * pages) + 1));
    const body = await client.expectPage(question, world.model, numbered(page, what.size));
    await goOn(client, question, body, what);
  }

  /** State is carried from run to run, as it is in a process that lives long; so there is nothing to shrink to. */
  async function expectRightPages(seconds: number): Promise<void> {
    const steps = fc.record({
      before: fc.array(writes, { maxLength: 2 }),
      visits: fc.array(visits, { minLength: 1, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(
        steps,
        withinSeconds(seconds, async ({ before, visits: made }) => {
          for (const [index, write] of before.entries())
            await new Writer(replicas.apps[index % 2]!, world).perform(write);
          for (const what of made) await visit(what);
        }),
      ),
      { numRuns: 60, endOnFailure: true },
    );
  }

  it('are as far in as they say, after whatever was written in between', () => expectRightPages(15));

  it('are so too when much was deleted at once', async () => {
    await new Writer(replicas.apps[1], world).perform({ kind: 'purge', remainder: 1 });
    await expectRightPages(6);
  });
});
