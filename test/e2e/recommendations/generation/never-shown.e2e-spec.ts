import fc from 'fast-check';
import type { RecommendationDto } from '../../../../src/recommendations/recommendation.dto.js';
import type { User } from '../../../../src/users/user.entity.js';
import { createUser } from '../../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../../support/test-app.js';

type Step =
  | { do: 'create'; own: boolean; hidden: boolean; tag: number }
  | { do: 'like' | 'delete' | 'hide' | 'show'; item: number }
  | { do: 'serve'; rank: number }
  | { do: 'generate'; label: string; limit: number };

const labels = ['hybrid-v1', 'content-v1', 'collab-v1', 'popular-v1'];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('create' as const),
      own: fc.nat({ max: 3 }).map((draw) => draw === 0),
      hidden: fc.nat({ max: 5 }).map((draw) => draw === 0),
      tag: fc.nat({ max: 2 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'like' as const,
        'like' as const,
        'delete' as const,
        'hide' as const,
        'show' as const,
      ),
      item: fc.nat({ max: 30 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('serve' as const), rank: fc.nat({ max: 9 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('generate' as const),
      label: fc.constantFrom(...labels),
      limit: fc.integer({ min: 1, max: 6 }),
    }),
  },
);

/** What must hold of one reader, kept beside the database as the steps are taken. */
class Reader {
  private readonly items: number[] = [];
  private readonly barred = new Map<number, string>();
  private readonly hidden = new Set<number>();
  private shown: RecommendationDto[] = [];

  constructor(
    private readonly test: TestApp,
    private readonly author: User,
    private readonly user: User,
  ) {}

  async take(taken: Step): Promise<void> {
    if (taken.do === 'create') await this.create(taken);
    else if (taken.do === 'serve') await this.serve(taken.rank);
    else if (taken.do === 'generate') await this.generate(taken);
    else if (this.items.length > 0) await this.act(taken.do, this.items[taken.item % this.items.length]!);
  }

  /** Checks the two answers that say what to show next. */
  async check(): Promise<void> {
    for (const label of labels) this.expectAllowed(await this.ask(label, 100));
    const { body } = await this.test.http.get(`/api/v1/recommendations/unserved/${this.user.id}`).expect(200);
    this.expectAllowed(body.items as RecommendationDto[]);
  }

  private async create({ own, hidden, tag }: Step & { do: 'create' }): Promise<void> {
    const creator = own ? this.user : this.author;
    const { body } = await this.test.http
      .post('/api/v1/content')
      .send({
        title: 'A thing',
        content_type: 'text',
        content_data: 'x',
        prompt: 'x',
        creator_id: creator.id,
        is_private: hidden,
        tags: [`tag ${tag}`],
      })
      .expect(201);
    this.items.push(body.id);
    if (own) this.barred.set(body.id, 'own');
    if (hidden) this.hidden.add(body.id);
  }

  private async act(what: 'like' | 'delete' | 'hide' | 'show', id: number): Promise<void> {
    if (this.barred.get(id) === 'deleted') return;
    const content = `/api/v1/content/${id}`;
    if (what === 'like') {
      const like = { user_id: this.user.id, content_item_id: id, interaction_type: 'like' };
      await this.test.http.post('/api/v1/interactions').send(like).expect(201);
      this.barred.set(id, 'met');
    } else if (what === 'delete') {
      await this.test.http.delete(content).expect(200);
      this.barred.set(id, 'deleted');
    } else {
      await this.test.http
        .put(content)
        .send({ is_private: what === 'hide' })
        .expect(200);
      if (what === 'hide') this.hidden.add(id);
      else this.hidden.delete(id);
    }
  }

  private async serve(rank: number): Promise<void> {
    const served = this.shown[rank];
    if (!served) return;
    await this.test.http
      .post('/api/v1/recommendations/served')
      .send({ recommendation_ids: [served.id] })
      .expect(200);
    this.barred.set(served.content_item_id!, this.barred.get(served.content_item_id!) ?? 'served');
  }

  private async generate({ label, limit }: Step & { do: 'generate' }): Promise<void> {
    this.shown = await this.ask(label, limit);
    this.expectAllowed(this.shown);
  }

  private async ask(label: string, limit: number): Promise<RecommendationDto[]> {
    const { body } = await this.test.http
      .post('/api/v1/recommendations/generate')
      .send({ user_id: this.user.id, algorithm_version: label, limit })
      .expect(200);
    const made = body.recommendations as RecommendationDto[];
    const ids = made.map((recommendation) => recommendation.content_item_id);
    expect(new Set(ids).size).toBe(ids.length);
    // As many as were asked for, or all there are: nothing that may be shown is withheld.
    expect(ids.length).toBe(Math.min(limit, this.allowed().length));
    return made;
  }

  private allowed(): number[] {
    return this.items.filter((id) => !this.barred.has(id) && !this.hidden.has(id));
  }

  private expectAllowed(made: readonly RecommendationDto[]): void {
    const allowed = new Set(this.allowed());
    for (const { content_item_id: id } of made) {
      expect([id, this.barred.get(id!), this.hidden.has(id!)]).toEqual([id, undefined, false]);
      expect(allowed).toContain(id);
    }
  }
}

describe('what must not be shown', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it('is in no answer, after any sequence of creating, liking, deleting, hiding and serving', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
        await test.dataSource.query('TRUNCATE users CASCADE');
        const [author, user] = [await createUser(test.dataSource), await createUser(test.dataSource)];
        const reader = new Reader(test, author, user);
        for (const taken of steps) await reader.take(taken);
        await reader.check();
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
