import { EaseModel } from '../../../src/recommendations/engine/ease.js';
import { Verdict } from '../../../src/recommendations/models/judgement.js';
import type { ModelDescription } from '../../../src/recommendations/models/model-description.js';
import { BrokenModelError } from '../../../src/recommendations/models/model-parts.js';
import { type ModelStore, NotPublishedError } from '../../../src/recommendations/models/model-store.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';
import { describedModel, easeNumbers, storeOn } from './stored-models.js';

/** Descriptions of different marks are those of different models. */
function modelOf(mark: number, trainedUntil = describedModel().trainedUntil): ModelDescription {
  return describedModel({ trainedUntil, counts: { users: 50, items: 3, interactions: 700 + mark } });
}

describe('ModelStore', () => {
  let database: TestDatabase;
  let store: ModelStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    store = storeOn(database.dataSource, { 'recommender.kept-models': 3 });
  });
  beforeEach(() => database.dataSource.query('DELETE FROM recommender_models'));
  afterAll(() => database.drop());

  const publish = (mark: number, on = store): Promise<number> =>
    on.publish(modelOf(mark), easeNumbers(3, mark));
  const activeIds = async (): Promise<number[]> => {
    const rows = await database.dataSource.query<{ id: number }[]>(
      'SELECT id FROM recommender_models WHERE is_active',
    );
    return rows.map(({ id }) => id);
  };
  const idsWithArrays = async (): Promise<number[]> => {
    const rows = await database.dataSource.query<{ id: number }[]>(
      'SELECT DISTINCT model_id AS id FROM recommender_model_parts ORDER BY id',
    );
    return rows.map(({ id }) => id);
  };

  it('gives a model back bit for bit, however many parts it takes', async () => {
    const numbers = easeNumbers(300); // almost one and a half parts
    numbers.model.arrays.weights!.set([NaN, Infinity, -0, 1e-45]);
    const id = await store.publish(describedModel(), numbers);
    const serving = (await store.readActive(id))!;
    expect(serving).toMatchObject({ id, recency: { halfLifeItems: 20 } });
    expect(serving.trainedUntil).toEqual(new Date('2026-03-01T10:00:00.123Z'));
    expect(serving.itemIds).toEqual(numbers.itemIds);
    expect(serving.model).toBeInstanceOf(EaseModel);
    const { weights } = serving.model as EaseModel;
    expect(Buffer.from(weights.buffer).equals(Buffer.from(numbers.model.arrays.weights!.buffer))).toBe(true);
    expect((await database.dataSource.query('SELECT FROM recommender_model_parts')).length).toBe(3);
  });

  it('keeps a history that never fades', async () => {
    const recency = { halfLifeItems: Infinity };
    const id = await store.publish(describedModel({ recency }), easeNumbers(3));
    expect((await store.readActive(id))!.recency).toEqual(recency);
  });

  it('lets the model published last answer, and no other', async () => {
    const [first, second] = [await publish(1), await publish(2)];
    expect(await activeIds()).toEqual([second]);
    expect(await store.readActive(first)).toBeUndefined();
    expect((await store.readActive(second))!.id).toBe(second);
  });

  it('puts a rejected model on record and changes nothing else', async () => {
    const active = await publish(1);
    const judgement = { ...describedModel().judgement, verdict: Verdict.NotBetter };
    const rejected = await store.reject(describedModel({ judgement }));
    expect(await activeIds()).toEqual([active]);
    const [record] = await store.list(1);
    expect(record).toMatchObject({ id: rejected, isActive: false, publishedAt: null, judgement });
    expect(await idsWithArrays()).toEqual([active]);
  });

  it('forgets the arrays of old models and remembers how well they did', async () => {
    const ids = [await publish(1), await publish(2), await publish(3), await publish(4), await publish(5)];
    expect(await idsWithArrays()).toEqual(ids.slice(2));
    expect((await store.list(10)).map(({ id }) => id)).toEqual(ids.toReversed());
  });

  it('rolls back to the model before, and never again to one that was withdrawn', async () => {
    const [first, second] = [await publish(1), await publish(2)];
    expect(await store.rollBack()).toEqual({ withdrawn: second, active: first });
    expect(await activeIds()).toEqual([first]);
    const third = await publish(3);
    expect(await store.rollBack()).toEqual({ withdrawn: third, active: first });
    expect(await store.rollBack()).toBeUndefined();
    expect(await activeIds()).toEqual([first]);
  });

  it('rolls back past a model whose arrays are gone', async () => {
    const [first, second] = [await publish(1), await publish(2)];
    await database.dataSource.query('DELETE FROM recommender_model_parts WHERE model_id = $1', [second]);
    expect(await store.rollBack()).toEqual({ withdrawn: second, active: first });
  });

  it('has one active model after any race of publishers and rollbacks', async () => {
    await publish(0);
    const stores = Array.from({ length: 8 }, () => storeOn(database.dataSource));
    await Promise.all(stores.map((one, mark) => (mark % 3 === 2 ? one.rollBack() : publish(1 + mark, one))));
    expect(await activeIds()).toHaveLength(1);
    const [newest] = await database.dataSource.query<{ isActive: boolean }[]>(`
      SELECT is_active AS "isActive" FROM recommender_models WHERE withdrawn_at IS NULL
      ORDER BY published_at DESC`);
    expect(newest).toEqual({ isActive: true });
  });

  it('does not publish what was trained on older interactions than the active model', async () => {
    const [older, newer] = [new Date('2026-03-01T10:00:00Z'), new Date('2026-03-01T10:00:01Z')];
    const active = await store.publish(modelOf(1, newer), easeNumbers(3, 1));
    const publishing = store.publish(modelOf(2, older), easeNumbers(3, 2));
    await expect(publishing).rejects.toThrow(new NotPublishedError(Verdict.OlderThanActive));
    expect(await activeIds()).toEqual([active]);
    expect(await idsWithArrays()).toEqual([active]);
    expect(await store.list(10)).toHaveLength(1);
  });

  it('does not publish once more what was withdrawn, but what differs from it', async () => {
    const first = await publish(1);
    await publish(2);
    await store.rollBack();
    await expect(publish(2)).rejects.toThrow(new NotPublishedError(Verdict.SameAsWithdrawn));
    expect(await activeIds()).toEqual([first]);
    const third = await publish(3);
    expect(await activeIds()).toEqual([third]);
  });

  it('tells which models may answer', async () => {
    const ids = [await publish(1), await publish(2)];
    expect(await Promise.all(ids.map((id) => store.isUsable(id)))).toEqual([true, true]);
    await store.rollBack();
    expect(await Promise.all(ids.map((id) => store.isUsable(id)))).toEqual([true, false]);
    expect(await store.isUsable(0)).toBe(false);
  });

  it('says so when a model has not as many items as it has ids', async () => {
    const { model, itemIds } = easeNumbers(3);
    const id = await store.publish(describedModel(), { model, itemIds: itemIds.subarray(1) });
    await expect(store.readActive(id)).rejects.toThrow(new BrokenModelError('2 item_ids for 3 items'));
  });

  it('stores nothing of a model that could not be stored whole', async () => {
    const active = await publish(1);
    const { model, itemIds } = easeNumbers(3);
    const tooLong = { ...model, arrays: { ...model.arrays, ['x'.repeat(51)]: new Float32Array(1) } };
    await expect(store.publish(describedModel(), { model: tooLong, itemIds })).rejects.toThrow('too long');
    expect(await activeIds()).toEqual([active]);
    expect(await store.list(10)).toHaveLength(1);
    expect(await idsWithArrays()).toEqual([active]);
  });

  it.each([
    ['missing', 'DELETE FROM recommender_model_parts WHERE part = 1'],
    ['too long', `UPDATE recommender_model_parts SET data = data || data WHERE part = 0`],
  ])('says so when a part is %s', async (what, damage) => {
    const id = await store.publish(describedModel(), easeNumbers(300));
    await database.dataSource.query(damage);
    const reading = store.readActive(id);
    await expect(reading).rejects.toThrow(BrokenModelError);
    await expect(reading).rejects.toThrow(what);
  });
});
