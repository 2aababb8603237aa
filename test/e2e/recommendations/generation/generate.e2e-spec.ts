import { randomUUID } from 'node:crypto';
import type { ContentItem } from '../../../../src/content/content-item.entity.js';
import type { RecommendationDto } from '../../../../src/recommendations/recommendation.dto.js';
import { Recommendation } from '../../../../src/recommendations/recommendation.entity.js';
import type { User } from '../../../../src/users/user.entity.js';
import { expectError } from '../../../support/expect-error.js';
import { createContent, createContents } from '../../../support/factories/content.factory.js';
import { createInteractions } from '../../../support/factories/interaction.factory.js';
import { createUser } from '../../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../../support/test-app.js';
import { dayMs } from '../../../../src/common/durations.js';

interface Answer {
  algorithm_version: string;
  recommendations: (RecommendationDto & { rec_metadata: Metadata })[];
}
interface Metadata {
  generated_by: string;
  source: string;
  components: Record<string, number>;
  reason: string;
  because_of: number | null;
}

describe('POST /recommendations/generate', () => {
  let test: TestApp;
  let author: User;
  let reader: User;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    await test.dataSource.query('TRUNCATE users CASCADE');
    author = await createUser(test.dataSource);
    reader = await createUser(test.dataSource);
  });

  async function generate(input: object = {}, userId = reader.id): Promise<Answer> {
    const { status, body } = await test.http
      .post('/api/v1/recommendations/generate')
      .send({ user_id: userId, ...input });
    expect(status).toBe(200);
    return body as Answer;
  }

  function daysAgo(days: number): Date {
    return new Date(Date.now() - days * dayMs);
  }

  function content(overrides: Partial<ContentItem> & { tags?: string[] } = {}): Promise<ContentItem> {
    return createContent(test.dataSource, { creatorId: author.id, ...overrides });
  }

  const idsOf = ({ recommendations }: Answer): (number | null)[] =>
    recommendations.map((recommendation) => recommendation.content_item_id);

  describe('what is asked', () => {
    it('is checked: the user, the label and the number', async () => {
      const post = (body: object): ReturnType<TestApp['http']['post']> =>
        test.http.post('/api/v1/recommendations/generate').send(body);
      expectError(await post({ user_id: randomUUID() }), 404, 'NOT_FOUND');
      const inactive = await createUser(test.dataSource, { isActive: false });
      expectError(await post({ user_id: inactive.id }), 422, 'VALIDATION_ERROR');
      for (const wrong of [
        {},
        { user_id: 'nobody' },
        { user_id: reader.id, algorithm_version: ' ' },
        { user_id: reader.id, algorithm_version: 'x'.repeat(51) },
        { user_id: reader.id, algorithm_version: 7 },
        { user_id: reader.id, limit: 0 },
        { user_id: reader.id, limit: 101 },
        { user_id: reader.id, limit: '1.5' },
      ]) {
        expectError(await post(wrong), 422, 'VALIDATION_ERROR');
      }
    });

    it('answers an empty list when there is nothing to recommend', async () => {
      expect(await generate()).toEqual({ algorithm_version: 'hybrid-v1', recommendations: [] });
    });

    it('stores the label as given, and recommends ten unless told otherwise', async () => {
      await createContents(
        test.dataSource,
        Array.from({ length: 12 }, () => ({ creatorId: author.id })),
      );
      const answer = await generate({ algorithm_version: '  workflow_test_v1.0 ' });
      expect(answer.algorithm_version).toBe('workflow_test_v1.0');
      expect(answer.recommendations).toHaveLength(10);
      expect(new Set(answer.recommendations.map((made) => made.algorithm_version))).toEqual(
        new Set(['workflow_test_v1.0']),
      );
      expect((await generate({ limit: 3 })).recommendations).toHaveLength(3);
    });
  });

  describe('a user of whom nothing is known', () => {
    it('gets what is good, popular and new: 0.5 quality, 0.3 popularity, 0.2 recency', async () => {
      const good = await content({ qualityScore: 0.9, createdAt: daysAgo(30) });
      const popular = await content({ qualityScore: 0.4, createdAt: daysAgo(30) });
      const someone = await createUser(test.dataSource);
      await createInteractions(test.dataSource, someone.id, [
        { contentItemId: popular.id, interactionType: 'like' },
        { contentItemId: popular.id },
        { contentItemId: good.id },
      ]);

      const answer = await generate();
      expect(idsOf(answer)).toEqual([good.id, popular.id]);
      const [first, second] = answer.recommendations;
      const recency = Math.exp(-1);
      expect(first!.recommendation_score).toBeCloseTo(
        0.45 + (0.3 * Math.log(2)) / Math.log(3) + 0.2 * recency,
        3,
      );
      expect(second!.recommendation_score).toBeCloseTo(0.2 + 0.3 + 0.2 * recency, 3);
      expect(second!.rec_metadata).toMatchObject({
        generated_by: 'hybrid-v1',
        source: 'trending',
        reason: 'trending now',
        because_of: null,
        components: { tag: 0, type: 0, collab: 0, quality: 0.4, popularity: 1 },
      });
      expect(first).toMatchObject({ user_id: reader.id, is_served: false, served_at: null });
    });

    it('gets new and good content where nobody did anything yet', async () => {
      const [a, b] = [
        await content({ qualityScore: 0.2 }),
        await content({ qualityScore: 0.8, createdAt: daysAgo(90) }),
      ];
      const { recommendations } = await generate();
      expect(
        recommendations.map((made) => [
          made.content_item_id,
          made.rec_metadata.source,
          made.rec_metadata.reason,
        ]),
      ).toEqual([
        [b.id, 'recent', 'of high quality'],
        [a.id, 'recent', 'recently added'],
      ]);
    });
  });

  describe('a user with a taste', () => {
    it('gets by tags what carries the favourites, with the tag as the reason', async () => {
      const [castle, sea] = [await content({ tags: ['castle'] }), await content({ tags: ['sea'] })];
      const tags = await test.dataSource.query<{ id: string; name: string }[]>('SELECT id, name FROM tags');
      const castleTag = tags.find(({ name }) => name === 'castle')!;
      await test.http.post(`/api/v1/tags/${castleTag.id}/favorite`).query({ user_id: reader.id }).expect(200);

      const answer = await generate({ algorithm_version: 'content-v1' });
      expect(idsOf(answer)).toEqual([castle.id, sea.id]);
      const [first, second] = answer.recommendations;
      expect(first!.rec_metadata).toMatchObject({
        source: 'tags',
        reason: 'because you like the tag «castle»',
        components: { tag: 1, type: 0 },
      });
      // 0.55 tag + 0.15 quality + 0.10 recency
      expect(first!.recommendation_score).toBeCloseTo(0.55 + 0.15 * 0.5 + 0.1, 3);
      expect(second!.rec_metadata.components.tag).toBe(0);
    });

    it('gets more of what was liked and less of what was rated badly, by tag and by kind', async () => {
      const liked = await content({ tags: ['fjord'], contentType: 'video' });
      const hated = await content({ tags: ['clown'] });
      const [alike, unlike] = [
        await content({ tags: ['fjord'], contentType: 'video' }),
        await content({ tags: ['clown'] }),
      ];
      await createInteractions(test.dataSource, reader.id, [
        { contentItemId: liked.id, interactionType: 'like' },
        { contentItemId: hated.id, interactionType: 'rate', rating: 1 },
      ]);

      const answer = await generate({ algorithm_version: 'content' });
      expect(idsOf(answer)).toEqual([alike.id, unlike.id]);
      expect(answer.recommendations[0]!.rec_metadata.components).toMatchObject({ tag: 1, type: 1 });
      expect(answer.recommendations[1]!.rec_metadata.components).toMatchObject({ tag: 0, type: 0 });
    });

    it('gets what most was done with when what is popular is asked for', async () => {
      const items = [await content(), await content(), await content()];
      const someone = await createUser(test.dataSource);
      await createInteractions(
        test.dataSource,
        someone.id,
        items.flatMap(({ id }, index) => Array.from({ length: index + 1 }, () => ({ contentItemId: id }))),
      );
      const answer = await generate({ algorithm_version: 'popular-v2' });
      expect(idsOf(answer)).toEqual(items.map(({ id }) => id).reverse());
      expect(answer.recommendations[0]!.rec_metadata).toMatchObject({
        source: 'popular',
        components: { popularity: 1 },
      });
    });
  });

  describe('asked again', () => {
    it('answers the same rows and stores nothing', async () => {
      await content({ tags: ['castle'] });
      await content();
      const first = await generate();
      const again = await generate();
      expect(idsOf(again)).toEqual(idsOf(first));
      expect(again.recommendations.map(({ id }) => id)).toEqual(first.recommendations.map(({ id }) => id));
      expect(await test.dataSource.getRepository(Recommendation).count()).toBe(2);
    });

    it('by many at once, stores nothing twice and answers the same to all', async () => {
      await createContents(
        test.dataSource,
        Array.from({ length: 20 }, (_, index) => ({ creatorId: author.id, qualityScore: index / 20 })),
      );
      const answers = await Promise.all(Array.from({ length: 12 }, () => generate({ limit: 8 })));
      for (const answer of answers) expect(idsOf(answer)).toEqual(idsOf(answers[0]!));
      expect(await test.dataSource.getRepository(Recommendation).count()).toBe(8);
    });

    it('keeps what clients wrote beside what was generated', async () => {
      const item = await content({ qualityScore: 0.5 });
      const [made] = (await generate()).recommendations;
      const row = `/api/v1/recommendations/${made!.id}`;
      const changes = { recommendation_score: 0.01, metadata: { shelf: 'top' } };
      await test.http.put(row).send(changes).expect(200);
      const [again] = (await generate()).recommendations;
      expect(again).toMatchObject({ id: made!.id, content_item_id: item.id });
      expect(again!.recommendation_score).toBeGreaterThan(0.01);
      expect(again!.rec_metadata).toMatchObject({ shelf: 'top', source: 'recent' });
    });

    it('says again why, where a client took that away', async () => {
      await content();
      const [made] = (await generate()).recommendations;
      await test.http.put(`/api/v1/recommendations/${made!.id}`).send({ metadata: {} }).expect(200);
      const [again] = (await generate()).recommendations;
      expect(again).toMatchObject({ id: made!.id, rec_metadata: { source: 'recent', components: {} } });
    });

    it('makes a row of its own for another label', async () => {
      await content();
      await generate({ algorithm_version: 'hybrid-v1' });
      await generate({ algorithm_version: 'hybrid-v2' });
      expect(await test.dataSource.getRepository(Recommendation).count()).toBe(2);
    });
  });

  describe('to a user who met nearly everything', () => {
    const count = 450;

    async function contents(): Promise<number[]> {
      const made = await createContents(
        test.dataSource,
        Array.from({ length: count }, () => ({ creatorId: author.id })),
      );
      return made.map(({ id }) => id);
    }

    it('goes on until everything has been served once', async () => {
      const ids = await contents();
      const seen: number[] = [];
      for (;;) {
        const { recommendations } = await generate({ limit: 100 });
        if (recommendations.length === 0) break;
        seen.push(...recommendations.map((made) => made.content_item_id!));
        await test.http
          .post('/api/v1/recommendations/served')
          .send({ recommendation_ids: recommendations.map(({ id }) => id) })
          .expect(200);
      }
      expect(seen.sort((a, b) => a - b)).toEqual(ids);
    });

    it('finds the last items of a favourite tag', async () => {
      const old = await content({ tags: ['castle'], createdAt: daysAgo(300) });
      const met = await contents();
      await test.dataSource.query(
        `INSERT INTO content_tags (tag_key, created_at, content_id, source_type, is_private)
         SELECT t.key, c.created_at, c.id, c.source_type, c.is_private FROM content_items c, tags t
         WHERE t.name = 'castle' AND c.id = ANY($1) ORDER BY c.id DESC LIMIT 380`,
        [met],
      );
      await createInteractions(
        test.dataSource,
        reader.id,
        met.map((contentItemId) => ({ contentItemId, interactionType: 'like' })),
      );
      const [first] = (await generate({ algorithm_version: 'content-v1' })).recommendations;
      expect(first).toMatchObject({ content_item_id: old.id, rec_metadata: { source: 'tags' } });
    });

    it('neither fails nor waits for ever while others generate and mark as served', async () => {
      await contents();
      const wave = (): Promise<unknown>[] => [
        generate({ limit: 60 }),
        generate({ limit: 60, algorithm_version: 'popular-v1' }),
        test.dataSource
          .query<{ id: number }[]>(
            `SELECT id FROM recommendations WHERE NOT is_served ORDER BY random() LIMIT 40`,
          )
          .then(async (rows) => {
            if (rows.length === 0) return;
            const served = { recommendation_ids: rows.map(({ id }) => id) };
            await test.http.post('/api/v1/recommendations/served').send(served).expect(200);
          }),
      ];
      for (let round = 0; round < 12; round++) await Promise.all([...wave(), ...wave()]);
    });
  });

  it('takes what was only disliked for neither popular nor trending', async () => {
    const disliked = await content();
    const someone = await createUser(test.dataSource);
    await createInteractions(test.dataSource, someone.id, [
      { contentItemId: disliked.id, interactionType: 'rate', rating: 1 },
    ]);
    const [made] = (await generate()).recommendations;
    expect(made!.rec_metadata.source).toBe('recent');
  });
});
