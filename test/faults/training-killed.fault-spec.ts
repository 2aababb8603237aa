import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SystemClock } from '../../src/common/clock.js';
import { ModelStore } from '../../src/recommendations/models/model-store.js';
import { RecommenderTraining } from '../../src/recommendations/training/recommender-training.service.js';
import { TrainingData } from '../../src/recommendations/training/training-data.js';
import { storeLikes, tasteClusters } from '../integration/recommendations/acts.js';
import { createTestDatabase, type TestDatabase, testConfig } from '../support/test-stores.js';

interface StoredModel {
  id: number;
  isActive: boolean;
  described: number;
  stored: number;
}

const rounds = 12;
const script = join(import.meta.dirname, 'support', 'training-process.js');

describe('a training killed at random points', () => {
  const config = testConfig();
  const keptModels = config.get('recommender.kept-models');
  let database: TestDatabase;
  let store: ModelStore;

  beforeAll(async () => {
    database = await createTestDatabase();
    store = new ModelStore(database.dataSource, config, new SystemClock());
    await storeLikes(database.dataSource, tasteClusters());
  });
  afterAll(() => database.drop());

  /** Answers how long the training took, or undefined when it was killed before its end. */
  async function train(killAfterMs?: number): Promise<number | undefined> {
    const child = spawn(process.execPath, [script, database.url], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit') as Promise<[code: number | null, signal: string | null]>;
    await once(child.stdout, 'data');
    const startedAt = performance.now();
    const timer =
      killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    const [code, signal] = await exit;
    clearTimeout(timer);
    if (signal === 'SIGKILL') return undefined;
    expect(code).toBe(0);
    return performance.now() - startedAt;
  }

  /** How many bytes of arrays each published model says it has, and how many there are; newest first. */
  async function storedModels(): Promise<StoredModel[]> {
    return await database.dataSource.query(
      `
      SELECT m.id, m.is_active AS "isActive",
        (SELECT sum($1 * (shape->>'length')::int) FROM jsonb_array_elements(m.parameters->'arrays') shape)::int
          AS described,
        (SELECT coalesce(sum(length(p.data)), 0) FROM recommender_model_parts p WHERE p.model_id = m.id)::int AS stored
      FROM recommender_models m
      WHERE m.published_at IS NOT NULL
      ORDER BY m.published_at DESC`,
      [Float32Array.BYTES_PER_ELEMENT],
    );
  }

  async function assertConsistent(): Promise<void> {
    const models = await storedModels();
    expect(models).toHaveLength((await store.list(1000)).length);
    expect(models).toEqual(
      models.map(({ id, described }, age) => ({
        id,
        isActive: age === 0,
        described,
        stored: age < keptModels ? described : 0,
      })),
    );
    const [active] = models;
    const serving = await store.readActive(active!.id);
    expect(serving).toMatchObject({ id: active!.id, model: { itemCount: 80 } });
  }

  it('leaves whole models only, one of them active, and the way free for the next', async () => {
    const durationMs = (await train())!;
    await assertConsistent();
    for (let round = 0; round < rounds; round++) {
      await train(Math.random() * durationMs);
      await assertConsistent();
    }
    const { dataSource } = database;
    const training = new RecommenderTraining(dataSource, new TrainingData(dataSource, config), store, config);
    while ((await training.train()).kind === 'under-way') await new Promise((go) => setTimeout(go, 20));
    await assertConsistent();
  });
});
