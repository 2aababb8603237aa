import { Redis } from 'ioredis';
import pg from 'pg';
import type { AppConfig } from '../../src/config/app-config.js';
import { report } from '../support/report.js';
import { lastLoadedId } from './data/bench-world.js';
import { createCases, type ReadCase } from './measure/cases.js';
import { measureDepth } from './measure/depth.js';
import { startFloor } from './measure/floor.js';
import { createHardCases, type HardCase, type HardFigures, measureHardCase } from './measure/hard-cases.js';
import { measureReadCases } from './measure/read-cases.js';
import { type BenchSample, readSample } from './measure/sample.js';
import {
  createCreations,
  measureBeside,
  measureCreation,
  removeCreations,
  writers,
  type Writing,
} from './measure/writers.js';
import type { ContentBenchOptions } from './options.js';
import {
  besidePart,
  casesPart,
  combine,
  creationPart,
  depthPart,
  failuresPart,
  hardPart,
  type Part,
} from './outcome.js';
import { writePlans } from '../support/plans.js';
import { ApiProcess } from '../support/api-process.js';

/** What the parts of a run share. */
interface Run {
  readonly config: AppConfig;
  readonly options: ContentBenchOptions;
  readonly client: pg.Client;
  readonly api: ApiProcess;
  readonly sample: BenchSample;
  readonly cases: readonly ReadCase[];
  readonly hardCases: readonly HardCase[];
}

const manyWriters = 16;

function say(line: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
}

/** What one process may have left in Redis must not make the next one's first requests warm. */
async function forgetCaches({ redisUrl }: AppConfig): Promise<void> {
  const redis = new Redis(redisUrl);
  await redis.flushall();
  await redis.quit();
}

async function readPart({ config, options, api, cases }: Run): Promise<Part> {
  say(`${cases.length} cases of reading, ${options.turns.rounds} rounds`);
  const database = {
    databaseUrl: config.databaseUrl,
    poolSize: config.get('db-pool-size') + config.get('db-max-overflow'),
  };
  const { process: floor, floors } = await startFloor(api, cases, database);
  try {
    return casesPart(await measureReadCases(api, cases, floors, options.turns));
  } finally {
    await floor.stop();
  }
}

async function hardCasesPart({ api, hardCases }: Run): Promise<Part> {
  say(`${hardCases.length} hard cases`);
  const measured = new Map<string, HardFigures>();
  for (const one of hardCases) measured.set(one.name, await measureHardCase(api, one));
  return hardPart(measured);
}

async function cursorDepthPart({ options, api, sample }: Run): Promise<Part> {
  say('depth of cursors');
  return depthPart(await measureDepth(api, sample, options.turns));
}

async function createPart({ options }: Run, writing: Writing): Promise<Part> {
  say('creation');
  const few = await measureCreation(writing, writers, options.turns);
  const many = await measureCreation(writing, manyWriters, options.turns);
  const measured = new Map([
    [`create_${writers}`, few],
    [`create_${manyWriters}`, many],
  ]);
  return creationPart(measured, `create_${writers}`);
}

/** Each round measures a case three times over. */
async function besideWritersPart({ options, cases }: Run, writing: Writing): Promise<Part> {
  say('the same beside writers');
  const { rounds, milliseconds } = options.turns;
  const turns = { rounds: Math.ceil(rounds / 2), milliseconds };
  return besidePart(await measureBeside(writing, cases, turns));
}

/** Reading comes first, over the data as they were loaded. */
async function measureParts(run: Run): Promise<Part[]> {
  const { options, client, api, sample, cases, hardCases } = run;
  const parts: Part[] = [];
  if (cases.length > 0) parts.push(await readPart(run));
  if (hardCases.length > 0) parts.push(await hardCasesPart(run));
  if (options.isWanted('depth')) parts.push(await cursorDepthPart(run));
  const writing: Writing = { target: api, creations: await createCreations(client, sample) };
  if (options.isWanted('create')) parts.push(await createPart(run, writing));
  if (options.isWanted('beside')) parts.push(await besideWritersPart(run, writing));
  return [...parts, failuresPart(api.failedRequests())];
}

/** Starts an API that has seen nothing, for some work. */
async function withApi<T>(config: AppConfig, work: (api: ApiProcess) => Promise<T>): Promise<T> {
  await forgetCaches(config);
  const api = await ApiProcess.start(config);
  return await work(api).finally(() => api.stop());
}

async function runWith(client: pg.Client, config: AppConfig, options: ContentBenchOptions): Promise<void> {
  const sample = await readSample(client);
  const isWanted = ({ name }: { name: string }): boolean => options.isWanted(name);
  const hardCases = createHardCases(sample).filter(isWanted);
  if (options.isWhole || options.isPlansOnly) {
    say('plans');
    await withApi(config, async (api) => {
      const cases = (await createCases(sample, api.origin)).filter(isWanted);
      const reads = cases.map(({ name, paths }) => ({ name, path: paths[0]! }));
      const walks = hardCases.map(({ name, walks: [walk] }) => ({ name, path: walk!.first }));
      await writePlans('content', config, api, [...reads, ...walks]);
    });
  }
  if (options.isPlansOnly) return;
  await withApi(config, async (api) => {
    const cases = (await createCases(sample, api.origin)).filter(isWanted);
    const parts = await measureParts({ config, options, client, api, sample, cases, hardCases });
    const { missed, ...found } = combine(parts);
    for (const name of missed)
      say(`missed: ${name} is ${found.figures[name]}, its target ${found.targets[name]}`);
    report({ bench: 'content', ...found, targetsMet: missed.length === 0, isKept: options.isWhole });
  });
}

/** One run over loaded data, which are left as they were found. */
export async function runBench(config: AppConfig, options: ContentBenchOptions): Promise<void> {
  const client = new pg.Client(config.databaseUrl);
  await client.connect();
  const clean = (): Promise<void> => removeCreations(client, lastLoadedId(options));
  try {
    await clean(); // of a run that was cut short
    await runWith(client, config, options);
  } finally {
    await clean();
    await client.end();
  }
}
