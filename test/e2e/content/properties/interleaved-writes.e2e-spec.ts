import fc from 'fast-check';
import { ContentClient, numbered, skipping } from './content-client.js';
import { ContentModel } from './content-model.js';
import { type Question, type QuestionRecipe, questions, toQuestion } from './questions.js';
import { createReplicas, type Replicas } from './replicas.js';
import { type ContentWorld, createWorld, stored, type StoredRecipe } from './stored-content.js';
import { withinSeconds } from './time-limit.js';
import { Writer } from './writer.js';
import { type BulkWrite, bulkWrites, type SingleWrite, singleWrites } from './writes.js';

type Read = { question: number; replica: number } & (
  | { kind: 'page' | 'skip'; at: number; size: number }
  | { kind: 'walk'; size: number }
  | { kind: 'stats'; viewer: number }
);

const size = fc.integer({ min: 1, max: 12 });
const at = fc.nat(6);
const common = { question: fc.nat(3), replica: fc.nat(1) };
const reads: fc.Arbitrary<Read>[] = [
  fc.record({ kind: fc.constantFrom('page', 'skip'), at, size, ...common }),
  fc.record({ kind: fc.constant('page'), at: fc.constant(0), size: fc.constant(10), ...common }),
  fc.record({ kind: fc.constant('walk'), size: fc.integer({ min: 3, max: 12 }), ...common }),
  fc.record({ kind: fc.constant('stats'), viewer: fc.nat(6), ...common }),
];

interface Session {
  world: ContentWorld;
  writers: Writer[];
  clients: ContentClient[];
  questions: Question[];
}

async function readPage(what: Extract<Read, { at: number }>, session: Session): Promise<void> {
  const { model } = session.world;
  const question = session.questions[what.question]!;
  const client = session.clients[what.replica]!;
  const isNumbered = what.kind === 'page';
  const window = isNumbered ? numbered(what.at + 1, what.size) : skipping(what.at * 3, what.size);
  const total = model.select(question).length;
  if (isNumbered && !question.isLenient && what.at > 0 && window.skip >= total) {
    return client.expectRefusal(question, window);
  }
  const { stats } = await client.expectPage(question, model, window);
  if (stats) expect(stats).toEqual(model.stats(question.params.user_id as string | undefined));
}

async function read(what: Read, session: Session): Promise<void> {
  const { world, clients, questions: asked } = session;
  const client = clients[what.replica]!;
  switch (what.kind) {
    case 'page':
    case 'skip':
      return readPage(what, session);
    case 'walk':
      return client.expectWalk(asked[what.question]!, world.model, what.size);
    case 'stats':
      return client.expectStats(world.model, world.userIds[what.viewer]);
  }
}

class Step<T> implements fc.AsyncCommand<object, Session> {
  constructor(
    private readonly what: T,
    private readonly act: (what: T, session: Session) => Promise<void>,
  ) {}

  check(): boolean {
    return true;
  }

  run(_model: object, session: Session): Promise<void> {
    return this.act(this.what, session);
  }

  toString(): string {
    return JSON.stringify(this.what);
  }
}

const write = (what: SingleWrite | BulkWrite, { writers }: Session): Promise<void> =>
  writers[0]!.perform(what);
const writeElsewhere = (what: SingleWrite | BulkWrite, { writers }: Session): Promise<void> =>
  writers[1]!.perform(what);

const steps = fc.commands(
  [
    ...singleWrites.flatMap((one) => [
      one.map((what) => new Step<SingleWrite>(what, write)),
      one.map((what) => new Step<SingleWrite>(what, writeElsewhere)),
    ]),
    ...bulkWrites.map((one) => one.map((what) => new Step<BulkWrite>(what, write))),
    ...[...reads, ...reads, ...reads].map((one) => one.map((what) => new Step(what, read))),
  ],
  { maxCommands: 200, size: 'max' },
);

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
    async function begin(recipes: readonly QuestionRecipe[], rows: StoredRecipe[]): Promise<Session> {
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
        questions: recipes.map((recipe) => toQuestion(recipe, own)),
      };
    }

    it('are right after every step, from either process: items, totals, neighbours, statistics', async () => {
      const four = fc.array(questions, { minLength: 4, maxLength: 4 });
      const some = fc.array(stored, { minLength: 10, maxLength: 60, size: 'max' });
      await fc.assert(
        fc.asyncProperty(
          four,
          some,
          steps,
          withinSeconds(20, async (recipes, rows, commands) => {
            const session = await begin(recipes, rows);
            await fc.asyncModelRun(() => ({ model: {}, real: session }), commands);
            const actual = await ContentModel.load(replicas.apps[0].dataSource);
            const inOrder = (model: ContentModel) =>
              model.select({ matches: () => true, order: { field: 'id', order: 'asc' } });
            expect(inOrder(session.world.model)).toEqual(inOrder(actual));
          }),
        ),
        { numRuns: 15 },
      );
    });
  },
);
