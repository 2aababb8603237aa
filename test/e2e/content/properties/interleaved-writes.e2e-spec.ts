import fc from 'fast-check';
import { ContentClient, numbered, skipping, type Window } from './content-client.js';
import { ContentModel } from './content-model.js';
import { type Question, type QuestionRecipe, questions, toQuestion } from './questions.js';
import { createReplicas, type Replicas } from './replicas.js';
import { type ContentWorld, createWorld, stored, type StoredRecipe } from './stored-content.js';
import { withinSeconds } from './time-limit.js';
import { Writer } from './writer.js';
import { type BulkWrite, bulkWrites, type SingleWrite, singleWrites } from './writes.js';

/** A page some client looks at again and again. */
interface ScreenRecipe {
  question: QuestionRecipe;
  kind: 'page' | 'skip';
  at: number;
  size: number;
}

/** Something done through one of the processes (`by`), after which every screen is looked at through one (`at`). */
type Step = { by: number; at: number } & (
  | { kind: 'write'; what: SingleWrite | BulkWrite }
  | { kind: 'walk'; screen: number; size: number }
  | { kind: 'stats'; viewer: number }
);

const screens: fc.Arbitrary<ScreenRecipe> = fc.record({
  question: questions,
  kind: fc.constantFrom('page', 'skip'),
  at: fc.oneof(fc.constant(0), fc.nat(3)),
  size: fc.integer({ min: 1, max: 12 }),
});
const screenCount = 6;

const processes = { by: fc.nat(1), at: fc.nat(1) };
const writes = (all: readonly fc.Arbitrary<SingleWrite | BulkWrite>[]): fc.Arbitrary<Step> =>
  fc.record({ kind: fc.constant('write'), what: fc.oneof(...all), ...processes });
const walks: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('walk'),
  screen: fc.nat(screenCount - 1),
  size: fc.integer({ min: 3, max: 12 }),
  ...processes,
});
const looks: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('stats'),
  viewer: fc.nat(6),
  ...processes,
});
const steps = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: writes(singleWrites) },
    { weight: 1, arbitrary: writes(bulkWrites) },
    { weight: 2, arbitrary: walks },
    { weight: 1, arbitrary: looks },
  ),
  { minLength: 1, maxLength: 60, size: 'max' },
);

interface Screen {
  question: Question;
  window: Window;
}

interface Session {
  world: ContentWorld;
  writers: Writer[];
  clients: ContentClient[];
  screens: Screen[];
}

function toScreen({ question, kind, at, size }: ScreenRecipe, world: ContentWorld): Screen {
  const window = kind === 'page' ? numbered(at + 1, size) : skipping(at * 3, size);
  return { question: toQuestion(question, world), window };
}

async function look(client: ContentClient, { question, window }: Screen, model: ContentModel): Promise<void> {
  const total = model.select(question).length;
  const isNumbered = 'page' in window.params;
  if (isNumbered && !question.isLenient && window.skip > 0 && window.skip >= total) {
    return client.expectRefusal(question, window);
  }
  const { stats } = await client.expectPage(question, model, window);
  if (stats) expect(stats).toEqual(model.stats(question.params.user_id as string | undefined));
}

async function take(step: Step, { world, writers, clients, screens: shown }: Session): Promise<void> {
  const client = clients[step.at]!;
  switch (step.kind) {
    case 'write':
      await writers[step.by]!.perform(step.what);
      for (const screen of shown) await look(client, screen, world.model);
      return;
    case 'walk':
      return client.expectWalk(shown[step.screen]!.question, world.model, step.size);
    case 'stats':
      return client.expectStats(world.model, world.userIds[step.viewer]);
  }
}

describe.each([false, true])(
  'lists of content among writes, others’ private items hidden: %p',
  (hidesOthersPrivate) => {
    let replicas: Replicas;
    let world: ContentWorld;
    let runs = 0;

    beforeAll(async () => {
      replicas = await createReplicas({ 'content.hide-others-private': hidesOthersPrivate });
      world = { ...(await createWorld(replicas.apps[0].dataSource)), hidesOthersPrivate };
    });
    afterAll(() => replicas.close());

    /** Starts from some content; names that are no tags yet may become ones during the run. */
    async function begin(recipes: readonly ScreenRecipe[], rows: StoredRecipe[]): Promise<Session> {
      const { apps } = replicas;
      runs += 1;
      await apps[0].dataSource.query('DELETE FROM content_items');
      const own: ContentWorld = {
        ...world,
        tagNames: [...world.tagNames, `Late ${runs}`, `later-${runs}`],
        model: new ContentModel(),
      };
      const writers = apps.map((app) => new Writer(app, own));
      await writers[0]!.perform({ kind: 'import', rows });
      return {
        world: own,
        writers,
        clients: apps.map(({ http }) => new ContentClient(http)),
        screens: recipes.map((recipe) => toScreen(recipe, own)),
      };
    }

    it('are right after every write, from either process: items, totals, neighbours, statistics', async () => {
      const shown = fc.array(screens, { minLength: screenCount, maxLength: screenCount });
      const some = fc.array(stored, { minLength: 10, maxLength: 60, size: 'max' });
      await fc.assert(
        fc.asyncProperty(
          shown,
          some,
          steps,
          withinSeconds(20, async (recipes, rows, script) => {
            const session = await begin(recipes, rows);
            for (const step of script) await take(step, session);
            const actual = await ContentModel.load(replicas.apps[0].dataSource);
            const all = { matches: () => true, order: { field: 'id', order: 'asc' } } as const;
            expect(session.world.model.select(all)).toEqual(actual.select(all));
          }),
        ),
        { numRuns: 20 },
      );
    });
  },
);
