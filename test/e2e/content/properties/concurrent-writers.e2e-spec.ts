import fc from 'fast-check';
import sql from 'sql-template-tag';
import { runSql } from '../../../../src/database/run-sql.js';
import type { ContentDto } from '../../../../src/content/content.dto.js';
import { toSlug } from '../../../../src/tags/tag-name.js';
import { counterDifferences } from '../../../support/counter-differences.js';
import { ContentClient, numbered } from './content-client.js';
import { ContentModel } from './content-model.js';
import { questions, toQuestion } from './questions.js';
import { createReplicas, type Replicas } from './replicas.js';
import { type ContentWorld, createWorld, storeContent, stored } from './stored-content.js';
import { withinSeconds } from './time-limit.js';
import { type SingleWrite, singleWrites, toChange } from './writes.js';

const writerCount = 32;

describe('many writers at once, at two processes', () => {
  let replicas: Replicas;
  let world: ContentWorld;
  let rounds = 0;

  beforeAll(async () => {
    replicas = await createReplicas({ 'lock-timeout': '20s' }, 4); // however slow the machine
    world = await createWorld(replicas.apps[0].dataSource);
  });
  afterAll(() => replicas.close());

  const dataSource = () => replicas.apps[0].dataSource;

  async function send(
    writer: number,
    [method, path]: readonly ['post' | 'put' | 'delete', string],
    body?: object,
  ): Promise<{ status: number; body: ContentDto }> {
    const { status, body: answer } = await replicas.apps[writer % 2]!.http[method](path).send(body);
    return { status, body: answer as ContentDto };
  }

  /** Each spells the same names in another letter case and lists them in another order. */
  const spellings = fc
    .array(
      fc.tuple(
        fc.shuffledSubarray(['Aurora', 'deep sea', 'sci-fi', 'été', 'Ночь', 'z'], { minLength: 4 }),
        fc.constantFrom('kept', 'upper', 'lower'),
      ),
      { minLength: writerCount, maxLength: writerCount },
    )
    .map((all) => {
      const respell = {
        kept: (name: string) => name,
        upper: (name: string) => name.toUpperCase(),
        lower: (name: string) => name.toLowerCase(),
      };
      return all.map(([names, letters]) => names.map((name) => respell[letters](name)));
    });

  /** Every fourth writer gives the names to content there is, the others make content with them. */
  async function bringAtOnce(named: readonly string[][]): Promise<ContentDto[]> {
    const bodyOf = (tags: readonly string[]) => ({
      // New words as well as new tags: whoever writes them must not wait for each other in a circle.
      title: tags.join(' & '),
      content_type: 'image',
      content_data: 'a.png',
      creator_id: world.creators[0],
      tags,
    });
    const isChange = (writer: number): boolean => writer % 4 === 0;
    const plain = await Promise.all(
      named.map((_names, writer) =>
        send(writer, ['post', '/api/v1/content'], { ...bodyOf([]), title: 'plain' }),
      ),
    );
    const answers = await Promise.all(
      named.map((tags, writer) =>
        isChange(writer)
          ? send(writer, ['put', `/api/v1/content/${plain[writer]!.body.id}`], bodyOf(tags))
          : send(writer, ['post', `/api/v1/content${writer % 3 === 0 ? '-auto' : ''}`], bodyOf(tags)),
      ),
    );
    expect(answers.filter(({ status }, writer) => status !== (isChange(writer) ? 200 : 201))).toEqual([]);
    return answers.map(({ body }) => body);
  }

  it('bring the same new names into the world as one tag each, whether they create content or change it', async () => {
    await fc.assert(
      fc.asyncProperty(
        spellings,
        withinSeconds(15, async (all) => {
          rounds += 1;
          const named = all.map((names) => names.map((name) => `${name} ${rounds}th${rounds}`));
          const made = await bringAtOnce(named);

          const slugs = [...new Set(named.flat().map(toSlug))].sort();
          const tags = await runSql<{ slug: string; name: string }>(
            dataSource(),
            sql`SELECT slug, name FROM tags WHERE slug = ANY(${slugs}::text[]) ORDER BY slug COLLATE "C"`,
          );
          expect(tags.map(({ slug }) => slug)).toEqual(slugs);
          const nameOf = new Map(tags.map(({ slug, name }) => [slug, name]));
          for (const [writer, names] of named.entries())
            expect(new Set(made[writer]!.tags)).toEqual(
              new Set(names.map((name) => nameOf.get(toSlug(name)))),
            );
          expect(await counterDifferences(dataSource())).toEqual([]);
        }),
      ),
      { numRuns: 8 },
    );
  });

  it('change the same content all at once, some of them only in a state they know, and none fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        spellings,
        withinSeconds(10, async (all) => {
          rounds += 1;
          const { http } = replicas.apps[0];
          const body = {
            content_type: 'text',
            content_data: 'x',
            creator_id: world.creators[0],
            title: 'contested',
          };
          const path = `/api/v1/content/${(await http.post('/api/v1/content').send(body)).body.id}`;
          const named = all.map((names) => names.map((name) => `${name} ${rounds}`));
          const statuses = await Promise.all(
            named.map(async (tags, writer) => {
              const request = replicas.apps[writer % 2]!.http.put(path);
              if (writer % 4 < 2) void request.set('If-Match', '*');
              return (await request.send({ tags, title: tags.join(' '), is_private: writer % 8 < 4 })).status;
            }),
          );
          expect(statuses).toEqual(statuses.map(() => 200));
          expect(await counterDifferences(dataSource())).toEqual([]);
        }),
      ),
      { numRuns: 8 },
    );
  });

  /** Writers that step on each other's content; what one deletes is gone for the others. */
  async function storm(scripts: readonly (readonly SingleWrite[])[], rows: ContentDto[]): Promise<void> {
    await Promise.all(
      scripts.map(async (script, writer) => {
        for (const write of script) {
          const change = toChange(write, rows, world)?.change;
          if (!change) continue;
          const { status, body } = await send(writer, [change.method, change.path], change.input);
          if (![200, 201, 404].includes(status)) throw new Error(`${status}: ${JSON.stringify(body)}`);
          if (status === 201) rows.push(body);
        }
      }),
    );
  }

  it('leave counters and totals as a recount finds them', async () => {
    const script = fc.array(fc.oneof<fc.Arbitrary<SingleWrite>[]>(...singleWrites), {
      minLength: 5,
      maxLength: 12,
    });
    const scripts = fc.array(script, { minLength: writerCount, maxLength: writerCount });
    const asked = fc.array(questions, { minLength: 25, maxLength: 25 });
    const some = fc.array(stored, { minLength: 20, maxLength: 40, size: 'max' });
    await fc.assert(
      fc.asyncProperty(
        some,
        scripts,
        asked,
        withinSeconds(20, async (initial, writes, recipes) => {
          const before = await storeContent(dataSource(), world, initial);
          await storm(writes, before.rows);

          expect(await counterDifferences(dataSource())).toEqual([]);
          const model = await ContentModel.load(dataSource());
          const clients = replicas.apps.map(({ http }) => new ContentClient(http));
          for (const [index, recipe] of recipes.entries()) {
            const question = toQuestion(recipe, { ...world, model });
            await clients[index % 2]!.expectPage(question, model, numbered(1, 20));
          }
          for (const client of clients) await client.expectStats(model, world.creators[0]);
        }),
      ),
      { numRuns: 4 },
    );
  });
});
