import fc from 'fast-check';
import type { ContentDto } from '../../../../src/content/content.dto.js';
import { ContentClient, type ListBody, numbered } from './content-client.js';
import { ContentModel } from './content-model.js';
import { PossibleTotals } from './possible-totals.js';
import { type Question, questions, toQuestion } from './questions.js';
import { createReplicas, type Replicas } from './replicas.js';
import { type ContentWorld, createWorld, storeContent, stored, type StoredRecipe } from './stored-content.js';
import { withinSeconds } from './time-limit.js';
import { creations, deletions, type SingleWrite, singleWrites, toChange } from './writes.js';

const writerCount = 6;
const readerCount = 4;

/** What a run of writers and readers shares. */
interface Bustle {
  totals: Map<Question, PossibleTotals>;
  isWriting: boolean;
}

/** All have ended by then, so that none is at work when the next run begins. */
function expectNoFailure(outcomes: readonly PromiseSettledResult<unknown>[]): void {
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

describe('lists at two processes while writers are at work', () => {
  let replicas: Replicas;
  let world: ContentWorld;
  let clients: ContentClient[];

  beforeAll(async () => {
    replicas = await createReplicas({}, 8);
    world = await createWorld(replicas.apps[0].dataSource);
    clients = replicas.apps.map(({ http }) => new ContentClient(http));
  });
  afterAll(() => replicas.close());

  async function replaceContent(rows: readonly StoredRecipe[]): Promise<ContentDto[]> {
    const { dataSource } = replicas.apps[0];
    await dataSource.query('DELETE FROM content_items');
    world.model = await storeContent(dataSource, world, rows);
    return world.model.rows;
  }

  /** Writes through either process to rows nobody else writes to. */
  async function write(script: readonly SingleWrite[], own: ContentDto[], bustle: Bustle): Promise<void> {
    for (const [index, one] of script.entries()) {
      const meant = toChange(one, own, world);
      if (!meant) continue;
      const { before, change } = meant;
      const created_at = new Date().toISOString();
      const after = change.after && ({ created_at, ...change.after } as ContentDto);
      const ends = [...bustle.totals.values()].map((totals) => totals.begin(before, after));
      const { http } = replicas.apps[index % 2]!;
      const { status, body } = await http[change.method](change.path).send(change.input);
      for (const end of ends) end();
      expect([status, body]).toEqual([change.method === 'post' ? 201 : 200, body]);
      if (before) own.splice(own.indexOf(before), 1);
      if (after) own.push(body as ContentDto);
    }
  }

  async function read(reader: number, bustle: Bustle): Promise<void> {
    for (let round = reader; bustle.isWriting; round += 1) {
      const [question, totals] = [...bustle.totals][round % bustle.totals.size]!;
      const skip = (round % 4) * 3;
      const end = totals.watch();
      const { items, pagination } = await clients[round % 2]!.ask(question, { skip, limit: 5 });
      const { least, most } = end();
      const onPage = (total: number): number => Math.min(5, Math.max(0, total - skip));
      const strangers = items.filter((item) => !question.matches(item));
      const seen = { path: question.path, params: question.params, skip, strangers };
      const { total_count: total } = pagination;
      if (total < least || total > most || items.length < onPage(least) || items.length > onPage(most))
        throw new Error(`not of ${least} to ${most}: ${JSON.stringify({ ...seen, total, items })}`);
      expect(seen).toEqual({ ...seen, strangers: [] });
    }
  }

  it('total what was there at some moment of the request, and exactly what is there when all is quiet', async () => {
    const script = fc.array(fc.oneof<fc.Arbitrary<SingleWrite>[]>(...singleWrites), {
      minLength: 15,
      maxLength: 40,
      size: 'max',
    });
    const scripts = fc.array(script, { minLength: writerCount, maxLength: writerCount });
    const some = fc.array(stored, { minLength: 40, maxLength: 80, size: 'max' });
    const asked = fc.array(questions, { minLength: 6, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        some,
        scripts,
        asked,
        withinSeconds(20, async (initial, writes, recipes) => {
          const rows = await replaceContent(initial);
          const all = recipes.map((recipe) => toQuestion(recipe, world));
          const bustle: Bustle = {
            totals: new Map(all.map((question) => [question, new PossibleTotals(question, rows)])),
            isWriting: true,
          };
          const readers = Array.from({ length: readerCount }, (_unused, reader) => read(reader, bustle));
          const writers = writes.map((one, writer) =>
            write(
              one,
              rows.filter((_row, index) => index % writerCount === writer),
              bustle,
            ),
          );
          const written = Promise.allSettled(writers).then((outcomes) => {
            bustle.isWriting = false;
            return outcomes;
          });
          expectNoFailure([...(await written), ...(await Promise.allSettled(readers))]);

          const model = await ContentModel.load(replicas.apps[0].dataSource);
          for (const question of all)
            for (const client of clients) await client.expectPage(question, model, numbered(1, 50));
        }),
      ),
      { numRuns: 10 },
    );
  });

  /** Follows a list to its end and back to its beginning. */
  async function walk(
    client: ContentClient,
    question: Question,
  ): Promise<{ there: number[]; back: number[] }> {
    const visited = { there: [] as number[], back: [] as number[] };
    const size = { page_size: 7 };
    const idsOf = ({ items }: ListBody): number[] => items.map(({ id }) => id);
    let body = await client.ask(question, { page: 1, ...size });
    visited.there.push(...idsOf(body));
    for (let cursor = body.pagination.next_cursor; cursor; cursor = body.pagination.next_cursor) {
      const next = await client.ask(question, { cursor, ...size });
      if (next.items.length === 0) break; // what was ahead is gone
      body = next;
      visited.there.push(...idsOf(body));
    }
    visited.back.push(...idsOf(body));
    for (let cursor = body.pagination.prev_cursor; cursor; cursor = body.pagination.prev_cursor) {
      body = await client.ask(question, { cursor, ...size });
      visited.back.push(...idsOf(body));
    }
    return visited;
  }

  it('let a walk by cursors meet what stays exactly once and nothing twice, there and back', async () => {
    const script = fc.array(fc.oneof(creations, deletions), { minLength: 10, maxLength: 30, size: 'max' });
    const scripts = fc.array(script, { minLength: writerCount, maxLength: writerCount });
    const some = fc.array(stored, { minLength: 60, maxLength: 100, size: 'max' });
    const asked = fc.array(questions, { minLength: readerCount, maxLength: readerCount });
    await fc.assert(
      fc.asyncProperty(
        some,
        scripts,
        asked,
        withinSeconds(20, async (initial, writes, recipes) => {
          const rows = await replaceContent(initial);
          const [staying, leaving] = [
            rows.filter((_row, index) => index % 2),
            rows.filter((_row, index) => index % 2 === 0),
          ];
          const bustle: Bustle = { totals: new Map(), isWriting: true };
          const all = recipes.map((recipe) => toQuestion(recipe, world));
          const walks = all.map((question, index) => walk(clients[index % 2]!, question));
          const own = (writer: number) => leaving.filter((_row, index) => index % writerCount === writer);
          await Promise.all(writes.map((one, writer) => write(one, own(writer), bustle)));
          for (const [index, { there, back }] of (await Promise.all(walks)).entries()) {
            const stayed = staying.filter(all[index]!.matches).map(({ id }) => id);
            for (const visited of [there, back]) {
              expect(visited).toEqual([...new Set(visited)]);
              expect(visited).toEqual(expect.arrayContaining(stayed));
            }
          }
        }),
      ),
      { numRuns: 15 },
    );
  });
});
