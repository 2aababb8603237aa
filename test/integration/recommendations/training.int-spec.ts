import { SystemClock } from '../../../src/common/clock.js';
import { ActiveModel } from '../../../src/recommendations/models/active-model.js';
import { Verdict } from '../../../src/recommendations/models/judgement.js';
import { RecommenderTraining } from '../../../src/recommendations/training/recommender-training.service.js';
import { TrainingData } from '../../../src/recommendations/training/training-data.js';
import { TrainingLockLostError } from '../../../src/recommendations/training/training-lock.js';
import type { TrainingOutcome } from '../../../src/recommendations/training/training-outcome.js';
import { TrainingStoppedError } from '../../../src/recommendations/training/training-thread.js';
import { createTestDatabase, type TestDatabase, testConfig } from '../../support/test-stores.js';
import { type Likes, storeLikes, tasteClusters, tastesThatMislead } from './acts.js';
import { storeOn } from './stored-models.js';

/** Ends the connection that holds the lock of the training. */
async function endLockHolder({ dataSource }: TestDatabase): Promise<unknown> {
  return await dataSource.query(`
    SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_locks
    WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
}

/** Lets everybody do once more what they did first, that much later. */
async function repeatActs({ dataSource }: TestDatabase, later: string): Promise<void> {
  await dataSource.query(
    `INSERT INTO user_interactions (user_id, content_item_id, interaction_type, created_at)
     SELECT user_id, content_item_id, interaction_type, created_at + $1::interval
     FROM user_interactions WHERE created_at = '2026-01-01T00:00:00Z'`,
    [later],
  );
}

type Judged = Extract<TrainingOutcome, { kind: 'judged' }>;

describe('RecommenderTraining', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const newTraining = (): RecommenderTraining => {
    const config = testConfig();
    const data = new TrainingData(database.dataSource, config);
    return new RecommenderTraining(database.dataSource, data, storeOn(database.dataSource), config);
  };
  const trainOn = async (likes: Likes): Promise<Judged> => {
    await storeLikes(database.dataSource, likes);
    return (await newTraining().train()) as Judged;
  };
  const digestOfArrays = async (modelId: number): Promise<string> => {
    const [row] = await database.dataSource.query<{ digest: string }[]>(
      `SELECT md5(string_agg(data, ''::bytea ORDER BY name, part)) AS digest
       FROM recommender_model_parts WHERE model_id = $1`,
      [modelId],
    );
    return row!.digest;
  };

  it('publishes a model that has learned the tastes, and lets it answer', async () => {
    const likes = tasteClusters();
    const { itemIds } = await storeLikes(database.dataSource, likes);
    const outcome = (await newTraining().train()) as Judged;
    expect(outcome).toMatchObject({ kind: 'judged', isPublished: true });
    const { algorithm, judgement, counts } = outcome.description;
    expect(algorithm).toBe('ease');
    expect(judgement.model.ndcgAt10).toBeGreaterThan(judgement.popularity.ndcgAt10);
    expect(counts).toEqual({ users: likes.length, items: 80, interactions: likes.flat().length });

    const active = new ActiveModel(storeOn(database.dataSource), new SystemClock());
    const serving = (await active.get(outcome.modelId))!;
    expect(serving.trainedUntil).toEqual(new Date('2026-01-01T00:13:00Z'));
    expect([...serving.itemIds]).toEqual([...itemIds].sort((a, b) => a - b));
    const liked = [0, 1, 2].map((item) => serving.indexOf(itemIds[item]!)!);
    const history = { items: Int32Array.from(liked), weights: new Float32Array(3).fill(1) };
    const scores = new Float32Array(serving.model.itemCount);
    serving.model.score(history, scores);
    const mean = (from: number, to: number): number =>
      itemIds.slice(from, to).reduce((sum, id) => sum + scores[serving.indexOf(id)!]!, 0) / (to - from);
    expect(mean(3, 25)).toBeGreaterThan(2 * Math.max(mean(25, 50), mean(50, 75)));
  });

  it('does not publish what is worse than popularity, and the model before goes on answering', async () => {
    const first = await trainOn(tasteClusters());
    await database.dataSource.query('DELETE FROM user_interactions');
    const second = await trainOn(tastesThatMislead());
    expect(second.isPublished).toBe(false);
    const { verdict, model, popularity } = second.description.judgement;
    expect(verdict).toBe(Verdict.NotBetter);
    expect(model.ndcgAt10).toBeLessThan(popularity.ndcgAt10);
    const rows = await database.dataSource.query(
      'SELECT id, is_active, published_at IS NULL AS unpublished FROM recommender_models ORDER BY id',
    );
    expect(rows).toEqual([
      { id: first.modelId, is_active: true, unpublished: false },
      { id: second.modelId, is_active: false, unpublished: true },
    ]);
  });

  it('does not publish a model that only a few users can judge', async () => {
    const fewLong = tasteClusters(12);
    const manyShort = tasteClusters(60).map((items) => items.slice(0, 4));
    const outcome = await trainOn([...fewLong, ...manyShort]);
    expect(outcome).toMatchObject({ isPublished: false });
    expect(outcome.description.judgement).toMatchObject({
      verdict: Verdict.TooFewJudges,
      model: { users: 12 },
    });
  });

  it('gives the same model for the same interactions, bit for bit', async () => {
    const first = await trainOn(tasteClusters());
    const second = (await newTraining().train()) as Judged;
    expect(second.modelId).not.toBe(first.modelId);
    expect(await digestOfArrays(second.modelId)).toBe(await digestOfArrays(first.modelId));
  });

  it('takes ALS for a catalogue above the size for EASE', async () => {
    await storeLikes(database.dataSource, tasteClusters());
    const config = testConfig({ 'recommender.ease-max-items': 50 });
    const data = new TrainingData(database.dataSource, config);
    const store = storeOn(database.dataSource);
    const outcome = await new RecommenderTraining(database.dataSource, data, store, config).train();
    const { modelId, description } = outcome as Judged;
    expect(description.algorithm).toBe('als');
    expect((await store.readActive(modelId))?.model.itemCount).toBe(80);
  });

  it('learns from nobody but the public, and from the newest only', async () => {
    const { itemIds } = await storeLikes(database.dataSource, tasteClusters());
    const [hidden, deleted] = itemIds;
    await database.dataSource.query('UPDATE content_items SET is_private = TRUE WHERE id = $1', [hidden]);
    await database.dataSource.query('DELETE FROM content_items WHERE id = $1', [deleted]);
    const read = await new TrainingData(database.dataSource, testConfig()).read();
    expect(read.itemIds).not.toContain(hidden);
    expect(read.itemIds).not.toContain(deleted);
    expect([...read.times]).toEqual([...read.times].sort((a, b) => a - b));
    const limit = testConfig({ 'recommender.training-interactions': 100 });
    const newest = await new TrainingData(database.dataSource, limit).read();
    expect([...newest.times]).toEqual([...read.times].slice(-100));
  });

  it('stores nothing when there is too little to learn from', async () => {
    await storeLikes(database.dataSource, tasteClusters(6));
    const outcome = await newTraining().train();
    expect(outcome).toMatchObject({ kind: 'too-little', counts: { users: 6 } });
    expect(await storeOn(database.dataSource).list(10)).toEqual([]);
  });

  it('runs once at a time, wherever it is started', async () => {
    await storeLikes(database.dataSource, tasteClusters());
    const kinds = (await Promise.all([newTraining().train(), newTraining().train()])).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['judged', 'under-way']);
    expect(await newTraining().train()).toMatchObject({ kind: 'judged' });
  });

  it('stores nothing once its lock is lost, for another training may be under way', async () => {
    await storeLikes(database.dataSource, tasteClusters());
    let cut: Promise<unknown> | undefined;
    const training = newTraining().train(() => {
      cut ??= endLockHolder(database);
    });
    await expect(training).rejects.toThrow(TrainingLockLostError);
    expect(await cut).toEqual([{ ended: true }]);
    expect(await storeOn(database.dataSource).list(10)).toEqual([]);
    expect(await newTraining().train()).toMatchObject({ isPublished: true });
  });

  it('does not publish a model that was rolled back again, until there is more to learn from', async () => {
    const first = await trainOn(tasteClusters());
    await repeatActs(database, '1 day');
    const second = (await newTraining().train()) as Judged;
    expect(await storeOn(database.dataSource).rollBack()).toMatchObject({ withdrawn: second.modelId });
    const third = (await newTraining().train()) as Judged;
    expect(third.isPublished).toBe(false);
    const [record, , active] = await storeOn(database.dataSource).list(10);
    expect(record).toMatchObject({ id: third.modelId, judgement: { verdict: Verdict.SameAsWithdrawn } });
    expect(active).toMatchObject({ id: first.modelId, isActive: true });
    expect(third.description.judgement.verdict).toBe(Verdict.SameAsWithdrawn);
    await repeatActs(database, '2 days');
    expect(await newTraining().train()).toMatchObject({ isPublished: true });
  });

  it('leaves nothing behind when it is stopped, and can be started again', async () => {
    await storeLikes(database.dataSource, tasteClusters());
    const stopping = newTraining();
    const training = stopping.train((share) => {
      if (share > 0) stopping.onModuleDestroy();
    });
    await expect(training).rejects.toThrow(TrainingStoppedError);
    expect(await storeOn(database.dataSource).list(10)).toEqual([]);
    expect(await newTraining().train()).toMatchObject({ isPublished: true });
  });
});
