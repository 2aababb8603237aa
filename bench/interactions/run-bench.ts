import pg from 'pg';
import type { AppConfig } from '../../src/config/app-config.js';
import { writePlans } from '../support/plans.js';
import { ApiProcess } from '../support/api-process.js';
import { cycle, figuresOf, type LoadFigures, mediansOf, warmUp } from '../support/turns.js';
import { loadHttp } from '../support/http-load.js';
import { report } from '../support/report.js';
import { createCases, createFloorCase, type InteractionCase } from './cases.js';
import { measureRecording, removeRecorded } from './recording.js';

export interface InteractionsBenchOptions {
  readonly rounds: number;
  /** Write the plans and measure nothing. */
  readonly isPlansOnly: boolean;
  /** The whole bench at its full size: its figures and plans are kept. */
  readonly isWhole: boolean;
  readonly lastLoadedId: number;
}

const milliseconds = 500;

/** Milliseconds at p99; the kinds of content of a user with 31,000 interactions take a lookup of each item. */
const readTarget = 20;
const slowTargets: Readonly<Record<string, number>> = { user_behavior_busiest: 100 };
const bulkShareTarget = 0.25;

function say(line: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
}

/** All cases in turn, alone on one connection, so that what else the machine does falls on all. */
async function measureReads(
  api: ApiProcess,
  cases: readonly InteractionCase[],
  rounds: number,
): Promise<Map<string, LoadFigures>> {
  const measured = new Map<string, LoadFigures[]>(cases.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, paths } of round % 2 === 0 ? cases : cases.toReversed()) {
      await warmUp(api, paths);
      const load = await loadHttp({ target: api, next: cycle(paths), connections: 1, milliseconds });
      measured.get(name)!.push(figuresOf(load));
    }
  }
  return new Map([...measured].map(([name, turns]) => [name, mediansOf(turns)]));
}

function readFigures(reads: ReadonlyMap<string, LoadFigures>, floorP50Ms: number): Record<string, number> {
  return Object.fromEntries(
    [...reads].flatMap(([name, { p50Ms, p99Ms }]) => [
      [`${name}_p50_ms`, p50Ms],
      [`${name}_p99_ms`, p99Ms],
      [`${name}_to_floor`, p50Ms / floorP50Ms],
    ]),
  );
}

/** Digits beyond the fourth are noise. */
function rounded(values: object): Record<string, number> {
  const entries = Object.entries(values) as [string, number][];
  return Object.fromEntries(entries.map(([name, value]) => [name, Number(value.toPrecision(4))]));
}

/** Limits of the figures of the same name, and which of them were missed. */
function judge(
  figures: Readonly<Record<string, number>>,
  cases: readonly InteractionCase[],
): { targets: Record<string, number>; missed: string[] } {
  const below = Object.fromEntries(
    cases.map(({ name }) => [`${name}_p99_ms`, slowTargets[name] ?? readTarget]),
  );
  const atMost: Record<string, number> = { ...below, failed_requests: 0 };
  const missed = Object.keys(atMost).filter((name) => !(figures[name]! <= atMost[name]!));
  if (!(figures.bulk_to_bare_insert! >= bulkShareTarget)) missed.push('bulk_to_bare_insert');
  return { targets: { ...atMost, bulk_to_bare_insert: bulkShareTarget }, missed };
}

async function measure(client: pg.Client, api: ApiProcess, options: InteractionsBenchOptions): Promise<void> {
  const { rounds, isWhole } = options;
  const floorCase = await createFloorCase(client);
  const cases = await createCases(client);
  say(`${cases.length} cases of reading, ${rounds} rounds`);
  const reads = await measureReads(api, [floorCase, ...cases], rounds);
  const floor = reads.get(floorCase.name)!;
  reads.delete(floorCase.name);
  say('recording');
  const recording = await measureRecording(client, api, { rounds, milliseconds });
  const figures = rounded({
    ...readFigures(reads, floor.p50Ms),
    create_p50_ms: recording.p50Ms,
    create_p99_ms: recording.p99Ms,
    create_per_second: recording.perSecond,
    bulk_rows_per_second: recording.bulkRowsPerSecond,
    bulk_to_bare_insert: recording.bulkRowsPerSecond / recording.bareRowsPerSecond,
    failed_requests: [...api.failedRequests().values()].reduce((sum, count) => sum + count, 0),
  });
  const floors = rounded({
    by_id_p50_ms: floor.p50Ms,
    by_id_p99_ms: floor.p99Ms,
    bare_insert_rows_per_second: recording.bareRowsPerSecond,
  });
  const { targets, missed } = judge(figures, cases);
  for (const name of missed) say(`missed: ${name} is ${figures[name]}, its target ${targets[name]}`);
  const targetsMet = missed.length === 0;
  report({ bench: 'interactions', figures, floors, targets, targetsMet, isKept: isWhole });
}

/** Starts an API that has seen nothing, for some work. */
async function withApi(config: AppConfig, work: (api: ApiProcess) => Promise<void>): Promise<void> {
  const api = await ApiProcess.start(config);
  await work(api).finally(() => api.stop());
}

/** One run over loaded data, which are left as they were found. */
export async function runBench(config: AppConfig, options: InteractionsBenchOptions): Promise<void> {
  const client = new pg.Client(config.databaseUrl);
  await client.connect();
  const clean = (): Promise<void> => removeRecorded(client, options.lastLoadedId);
  try {
    await clean(); // of a run that was cut short
    if (options.isWhole || options.isPlansOnly) {
      say('plans');
      const cases = await createCases(client);
      await withApi(config, (api) =>
        writePlans(
          'interactions',
          config,
          api,
          cases.map(({ name, paths }) => ({ name, path: paths[0]! })),
        ),
      );
    }
    if (!options.isPlansOnly) await withApi(config, (api) => measure(client, api, options));
  } finally {
    await clean();
    await client.end();
  }
}
