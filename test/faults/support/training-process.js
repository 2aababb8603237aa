/**
 * A training in a process of its own, so that it can be killed. Takes the URL of a database; says "training" before it
 * begins. Runs compiled code, as workers do.
 */
import { SystemClock } from '../../../dist/src/common/clock.js';
import { loadConfig } from '../../../dist/src/config/load-config.js';
import { createDataSource } from '../../../dist/src/database/data-source.js';
import { ModelStore } from '../../../dist/src/recommendations/models/model-store.js';
import { RecommenderTraining } from '../../../dist/src/recommendations/training/recommender-training.service.js';
import { TrainingData } from '../../../dist/src/recommendations/training/training-data.js';

const connections = { databaseUrl: process.argv[2] };
const config = loadConfig({ variables: { APP_ENV: 'test' } }).with({ connections });
const dataSource = await createDataSource(config).initialize();
const store = new ModelStore(dataSource, config, new SystemClock());
const data = new TrainingData(dataSource, config);

process.stdout.write('training\n');
await new RecommenderTraining(dataSource, data, store, config).train();
await dataSource.destroy();
