import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SystemClock } from '../../src/common/clock.js';
import { ModelStore } from '../../src/recommendations/models/model-store.js';
import { RecommenderTraining } from '../../src/recommendations/training/recommender-training.service.js';
import { TrainingData } from '../../src/recommendations/training/training-data.js';
import { storeLikes, tasteClusters } from '../integration/recommendations/acts.js';
import { createTestDatabase, type TestDatabase, testConfig } from '../support/test-stores.js';

const rounds = 12;
const script = join(import.meta.dirname, 'support', 'training-process.js');

describe('a training killed at random points', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
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

  async function assertConsistent(): Promise<void> {
    const [state] = await database.dataSource.query<{ models: number; active: number; whole: number }[]>(`
      SELECT count(*)::int AS models, (count(*) FILTER (WHERE m.is_active))::int AS active,
        (count(*) FILTER (WHERE p.names = 2 OR m.published_at IS NOT NULL AND p.names IS NULL))::int AS whole
      FROM recommender_models m
      LEFT JOIN (
        SELECT model_id, count(DISTINCT name) AS names FROM recommender_model_parts GROUP BY model_id
      ) p ON p.model_id = m.id`);
    expect(state).toEqual({ models: state!.whole, active: 1, whole: state!.models });
  }

  it('leaves whole models only, one of them active, and the way free for the next', async () => {
    const durationMs = (await train())!;
    await assertConsistent();
    for (let round = 0; round < rounds; round++) {
      await train(Math.random() * durationMs);
      await assertConsistent();
    }
    const config = testConfig();
    const { dataSource } = database;
    const store = new ModelStore(dataSource, config, new SystemClock());
    const training = new RecommenderTraining(dataSource, new TrainingData(dataSource, config), store, config);
    while ((await training.train()).kind === 'under-way') await new Promise((go) => setTimeout(go, 20));
    await assertConsistent();
  });
});
