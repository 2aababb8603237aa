import type { ContentItem } from '../../../../src/content/content-item.entity.js';
import { EaseModel } from '../../../../src/recommendations/engine/ease.js';
import { toArrays } from '../../../../src/recommendations/engine/model-arrays.js';
import { ModelStore } from '../../../../src/recommendations/models/model-store.js';
import type { RecommendationDto } from '../../../../src/recommendations/recommendation.dto.js';
import type { User } from '../../../../src/users/user.entity.js';
import { createContents } from '../../../support/factories/content.factory.js';
import { createInteractions } from '../../../support/factories/interaction.factory.js';
import { createUser } from '../../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../../support/test-app.js';
import { describedModel } from '../../../integration/recommendations/stored-models.js';
import { hourMs } from '../../../../src/common/durations.js';

/** What having met the item of the row adds to that of the column; the third item is advised against by the first. */
const weights = Float32Array.of(
  ...[0, 0.8, -0.5, 0.2],
  ...[0.8, 0, 0.3, 0.1],
  ...[-0.5, 0.3, 0, 0.6],
  ...[0.2, 0.1, 0.6, 0],
);

describe('recommendations by a trained model', () => {
  let test: TestApp;
  let author: User;
  let reader: User;
  let items: ContentItem[];

  beforeEach(async () => {
    test = await createTestApp(); // a process keeps its model, so each test has one of its own
    author = await createUser(test.dataSource);
    reader = await createUser(test.dataSource);
    items = await createContents(
      test.dataSource,
      ['Aurora', 'Birch', 'Comet', 'Dune'].map((title) => ({ title, creatorId: author.id })),
    );
  });

  afterEach(() => test.close());

  async function publish(trainedUntil: Date, learned = weights, halfLifeItems = 20): Promise<number> {
    const model = toArrays(new EaseModel(4, { lambda: 1 }, learned));
    const itemIds = Int32Array.from(items, ({ id }) => id);
    return await test.app
      .get(ModelStore)
      .publish(describedModel({ trainedUntil, recency: { halfLifeItems } }), { model, itemIds });
  }

  async function generate(label = 'collab-v1'): Promise<RecommendationDto[]> {
    const { body } = await test.http
      .post('/api/v1/recommendations/generate')
      .send({ user_id: reader.id, algorithm_version: label })
      .expect(200);
    return body.recommendations;
  }

  /** The model before answers until the new one is read, which whoever comes first has begun. */
  async function generateBy(modelId: number): Promise<RecommendationDto[]> {
    for (let tries = 0; tries < 200; tries++) {
      const made = await generate();
      if (made[0]!.rec_metadata.model_id === modelId) return made;
    }
    throw new Error(`model ${modelId} never answered`);
  }

  const like = (item: ContentItem, createdAt = new Date()): Promise<unknown> =>
    createInteractions(test.dataSource, reader.id, [
      { contentItemId: item.id, interactionType: 'like', createdAt },
    ]);

  it('say which item they go back to, and how the score came about', async () => {
    const modelId = await publish(new Date(Date.now() + hourMs));
    await like(items[0]!);
    const made = await generate();
    expect(made.map(({ content_item_id: id, rec_metadata: { source } }) => [id, source])).toEqual([
      [items[1]!.id, 'model'],
      [items[3]!.id, 'model'],
      [items[2]!.id, 'recent'],
    ]);
    expect(made[0]!.rec_metadata).toMatchObject({
      reason: 'because you liked «Aurora»',
      because_of: items[0]!.id,
      model_id: modelId,
      components: { collab: 1 },
    });
    expect(made[1]!.rec_metadata).toMatchObject({ components: { collab: 0.25 } });
    expect(made[2]!.rec_metadata).toMatchObject({ model_id: null, components: { collab: 0 } });
    // 0.75 collab + 0.15 quality
    expect(made[0]!.recommendation_score).toBeCloseTo(0.75 + 0.15 * 0.5, 4);
  });

  it('fold in what a user did after the training, without another', async () => {
    await publish(new Date(Date.now() - hourMs));
    await like(items[3]!);
    const [first, second] = await generate();
    expect([first!.content_item_id, first!.rec_metadata.source]).toEqual([items[2]!.id, 'fold-in']);
    expect(second!.content_item_id).toBe(items[0]!.id);
    await like(items[2]!);
    expect((await generate('collab-v2'))[0]!.content_item_id).toBe(items[1]!.id);
  });

  it('do not name an item the user may no longer read', async () => {
    await publish(new Date());
    await like(items[0]!);
    await test.http.put(`/api/v1/content/${items[0]!.id}`).send({ is_private: true }).expect(200);
    const [first] = await generate();
    expect(first!.rec_metadata).toMatchObject({
      reason: 'because people who like what you like chose it',
      because_of: null,
    });
  });

  it('name no item that has become private since, in no list', async () => {
    await publish(new Date());
    await like(items[0]!);
    const [made] = await generate();
    expect(made!.rec_metadata.reason).toBe('because you liked «Aurora»');
    await test.http.put(`/api/v1/content/${items[0]!.id}`).send({ is_private: true }).expect(200);
    const unserved = await test.http.get(`/api/v1/recommendations/unserved/${reader.id}`).expect(200);
    const one = await test.http.get(`/api/v1/recommendations/${made!.id}`).expect(200);
    for (const shown of [unserved.body.items[0], one.body]) {
      expect(shown.rec_metadata).toMatchObject({ reason: 'because of what you liked', because_of: null });
    }
    const [again] = await generate();
    expect(again!.rec_metadata.because_of).toBeNull();
  });

  it('tell a like from a look, however long ago and however often', async () => {
    await publish(new Date());
    await like(items[0]!, new Date(Date.now() - 200 * 24 * hourMs));
    expect((await generate())[0]!.rec_metadata.reason).toBe('because you liked «Aurora»');
    reader = await createUser(test.dataSource);
    await createInteractions(
      test.dataSource,
      reader.id,
      [1, 2, 3].map(() => ({ contentItemId: items[0]!.id, interactionType: 'view' })),
    );
    expect((await generate())[0]!.rec_metadata.reason).toBe('because you looked at «Aurora»');
  });

  it('take of acts at one moment the one stored last for the latest, as training does', async () => {
    await publish(new Date(), weights, 0.5);
    const both = [items[0]!, items[2]!].map(({ id }) => ({
      user_id: reader.id,
      content_item_id: id,
      interaction_type: 'like',
    }));
    await test.http.post('/api/v1/interactions/bulk').send({ interactions: both }).expect(201);
    expect((await generate())[0]!.content_item_id).toBe(items[3]!.id);
  });

  it('come from other sources for a user the model knows nothing of', async () => {
    await publish(new Date());
    expect((await generate()).map(({ rec_metadata: { source } }) => source)).toEqual(Array(4).fill('recent'));
  });

  it('mix with the other sources in the hybrid', async () => {
    await publish(new Date());
    await like(items[0]!);
    const [first] = await generate('hybrid-v1');
    expect(first).toMatchObject({
      content_item_id: items[1]!.id,
      rec_metadata: { source: 'fold-in', components: { collab: 1, type: 1, quality: 0.5 } },
    });
    // 0.10 type + 0.25 collab + 0.15 quality + 0.10 recency, and nothing popular or tagged
    expect(first!.recommendation_score).toBeCloseTo(0.1 + 0.25 + 0.075 + 0.1, 3);
  });

  it('say nothing of a model that is gone from the records', async () => {
    await publish(new Date());
    await like(items[0]!);
    await generate();
    await test.dataSource.query('DELETE FROM recommendations; DELETE FROM recommender_models');
    const modelId = await publish(new Date());
    expect(await generateBy(modelId)).toHaveLength(3);
  });

  it('follow a newly published model', async () => {
    await publish(new Date());
    await like(items[0]!);
    await generate();
    const modelId = await publish(new Date(), Float32Array.of(0, 0.1, 0.9, 0.2, ...weights.subarray(4)));
    const made = await generateBy(modelId);
    expect(made[0]!.content_item_id).toBe(items[2]!.id);
  });
});
