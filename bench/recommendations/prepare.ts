import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { SystemClock } from '../../src/common/clock.js';
import type { AppConfig } from '../../src/config/app-config.js';
import { runSql } from '../../src/database/run-sql.js';
import { toArrays } from '../../src/recommendations/engine/model-arrays.js';
import { trainChoice } from '../../src/recommendations/engine/model-selection.js';
import { ModelStore } from '../../src/recommendations/models/model-store.js';
import { PopularityService } from '../../src/recommendations/popularity/popularity.service.js';
import { TrainingData } from '../../src/recommendations/training/training-data.js';
import { toTrainingSet } from '../../src/recommendations/training/training-set.js';
import { unjudged } from './judgement.js';
import type { ModelCase } from './models.js';

/** Metadata of the interactions and e-mail addresses of the users a run adds. */
export const benchMark = 'bench-recommendations';

/** Leaves the data as they were loaded. */
export async function forgetTraces(dataSource: DataSource): Promise<void> {
  const newcomers = sql`SELECT id FROM users WHERE email LIKE ${`${benchMark}-%`}`;
  await runSql(
    dataSource,
    sql`DELETE FROM recommendations WHERE source IS NOT NULL OR user_id IN (${newcomers})`,
  );
  await runSql(dataSource, sql`DELETE FROM user_interactions WHERE interaction_metadata ? ${benchMark}`);
  await runSql(dataSource, sql`DELETE FROM users WHERE email LIKE ${`${benchMark}-%`}`);
  await runSql(dataSource, sql`DELETE FROM recommender_models`);
  for (const table of ['recommendations', 'user_interactions'])
    await dataSource.query(`VACUUM ANALYZE ${table}`);
}

/** Trains a model on the interactions of the database and lets it answer. */
export async function publishModel(
  config: AppConfig,
  dataSource: DataSource,
  { maxItems, choice }: ModelCase,
): Promise<{ items: number; seconds: number }> {
  const clock = new SystemClock();
  const trainingData = new TrainingData(dataSource, config);
  const set = toTrainingSet(await trainingData.read(), { ...trainingData.options, maxItems });
  const startedAt = performance.now();
  const model = toArrays(trainChoice(set.events, choice));
  const seconds = (performance.now() - startedAt) / 1000;
  const description = {
    algorithm: choice.algorithm,
    parameters: { ...choice.options },
    recency: choice.recency,
    trainedUntil: new Date(set.trainedUntil),
    counts: { users: set.events.userCount, items: set.itemIds.length, interactions: set.events.items.length },
    judgement: unjudged,
  };
  await new ModelStore(dataSource, config, clock).publish(description, { model, itemIds: set.itemIds });
  await new PopularityService(dataSource, config, clock).count();
  return { items: set.itemIds.length, seconds };
}
