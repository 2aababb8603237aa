/**
 * `npm run bench recommendations`: how long ten recommendations take through HTTP, with 200,000 items of content and a
 * million interactions: for users the model was trained with, for users who did something since, for users who came
 * after it, and for one of whom nothing is known; by EASE and by ALS. Beside each, reading one row through the same API.
 * The data are kept from run to run.
 */
import { DataSource } from 'typeorm';
import { loadDemoData } from '../src/demo-data/load.js';
import { createDataSource } from '../src/database/data-source.js';
import type { AppConfig } from '../src/config/app-config.js';
import { modelCases } from './recommendations/models.js';
import { forgetTraces, publishModel } from './recommendations/prepare.js';
import { measureServing, type ServingFigures } from './recommendations/serving.js';
import { report } from './support/report.js';
import { withKeptDatabase } from './support/kept-database.js';

/** 2,500 users, 200,000 items of which half are regular, 1,000,000 interactions. */
const scale = 5;

const targets = {
  als_known_p95_ms: 10,
  als_fold_in_p95_ms: 15,
  ease_known_p95_ms: 10,
  ease_fold_in_p95_ms: 15,
};

async function withDataSource<T>(
  config: AppConfig,
  work: (dataSource: DataSource) => Promise<T>,
): Promise<T> {
  const dataSource = await createDataSource(config).initialize();
  return await work(dataSource).finally(() => dataSource.destroy());
}

function say(line: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
}

async function run(config: AppConfig, dataSource: DataSource): Promise<void> {
  const figures: Record<string, number> = {};
  const floors: Record<string, number> = {};
  for (const modelCase of modelCases) {
    await forgetTraces(dataSource);
    say(`training ${modelCase.name}`);
    const { items, seconds } = await publishModel(config, dataSource, modelCase);
    say(`serving by ${modelCase.name}`);
    const served: ServingFigures = await measureServing(config, dataSource);
    Object.assign(figures, {
      [`${modelCase.name}_items`]: items,
      [`${modelCase.name}_training_seconds`]: seconds,
    });
    for (const [name, value] of Object.entries(served.figures)) figures[`${modelCase.name}_${name}`] = value;
    for (const [name, value] of Object.entries(served.floors)) floors[`${modelCase.name}_${name}`] = value;
  }
  const targetsMet = Object.entries(targets).every(([name, target]) => (figures[name] ?? Infinity) < target);
  report({ bench: 'recommendations', figures, floors, targets, targetsMet });
}

await withKeptDatabase(
  {
    bench: 'recommendations',
    madeBy: ['dist/src/demo-data'],
    parameters: { scale },
    load: (config) =>
      withDataSource(config, async (dataSource) => {
        await loadDemoData(dataSource, { scale });
      }),
  },
  (config) =>
    withDataSource(config, async (dataSource) => {
      await run(config, dataSource).finally(() => forgetTraces(dataSource));
    }),
);
