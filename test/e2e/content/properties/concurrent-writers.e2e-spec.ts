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
import { type SingleWrite, singleWrites, toChange } from './writes.js';

const writerCount = 32;

describe('many writers at once, at two processes', () => {
  let replicas: Replicas;
  let world: ContentWorld;
  let rounds = 0;

  beforeAll(async () => {
    replicas = await createReplicas();
    world = await createWorld(replicas.apps[0].dataSource);
  });
  afterAll(() => replicas.close());

  const dataSource = () => replicas.apps[0].dataSource;

  const input = (tags: readonly string[]) => ({
    title: 'Lighthouse',
    content_type: 'image',
    content_data: 'a.png',
    creator_id: world.creators[0],
    tags,
  });

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

  it('bring the same new names into the world as one tag each, whether they create content or change it', async () => {
    await fc.assert(
      fc.asyncProperty(spellings, async (all) => {
        rounds += 1;
        const named = all.map((names) => names.map((name) => `${name} ${rounds}`));
        const path = (writer: number): string => `/api/v1/content${writer % 3 === 0 ? '-auto' : ''}`;
        const plain = await Promise.all(
          named.map((_names, writer) => send(writer, ['post', path(writer)], input([]))),
        );
        const answers = await Promise.all(
          named.map((tags, writer) =>
            writer % 4 === 0
              ? send(writer, ['put', `${path(writer)}/${plain[writer]!.body.id}`], { tags })
              : send(writer, ['post', path(writer)], input(tags)),
          ),
        );
        expect(answers.map(({ status }) => status)).toEqual(
          answers.map((_answer, writer) => (writer % 4 === 0 ? 200 : 201)),
        );

        const slugs = [...new Set(named.flat().map(toSlug))];
        const tags = await runSql<{ slug: string; name: string }>(
          dataSource(),
          sql`SELECT slug, name FROM tags WHERE slug = ANY(${slugs}::text[])`,
        );
        expect(tags.map(({ slug }) => slug).sort()).toEqual([...slugs].sort());
        const nameOf = new Map(tags.map(({ slug, name }) => [slug, name]));
        for (const [writer, { body }] of answers.entries())
          expect([...body.tags].sort()).toEqual(
            [...new Set(named[writer]!.map((name) => nameOf.get(toSlug(name))))].sort(),
          );
        expect(await counterDifferences(dataSource())).toEqual([]);
      }),
      { numRuns: 8, interruptAfterTimeLimit: 15_000 },
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
      fc.asyncProperty(some, scripts, asked, async (initial, writes, recipes) => {
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
      { numRuns: 4, interruptAfterTimeLimit: 20_000 },
    );
  });
});
