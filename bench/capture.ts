/**
 * `npm run bench capture`: what recording every request costs an API process. Three APIs in one process serve the same
 * database and take turns, so that what else the machine does falls on all: capture off, off but with an interceptor
 * that does nothing, and on. CPU is that of the process, flushes to Redis included. Floor: the same request with
 * capture off, and what the empty interceptor adds to it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { AppConfig } from '../src/config/app-config.js';
import { loadDemoData } from '../src/demo-data/load.js';
import { withBenchDatabase } from './support/bench-database.js';
import { BenchProcess } from './support/bench-process.js';
import { type Variant, variants } from './support/capture-variants.js';
import { loadHttp, quantile } from './support/http-load.js';
import { median } from './support/measure.js';
import { report } from './support/report.js';

// Short turns: what else the machine does changes within a second, and each pair of turns should see the same of it.
const rounds = 30;
const loadedMs = 300;
const loadedConnections = 8;
const aloneMs = 250;
const settleMs = 80; // longer than a flush waits
const warmUpTurns = 10;

const pages = { hello: '/api/v1/bench/hello', unified: '/api/v1/content/unified?page_size=10' };
type Page = keyof typeof pages;

const targets = {
  hello_added_cpu_us: 15,
  unified_added_cpu_us: 15,
  hello_added_median_ms: 0.05,
  unified_added_median_ms: 0.05,
  unified_throughput_ratio: 0.9,
};

interface Sample {
  readonly cpuUs: number;
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

type Measure = keyof Sample;

type Round = Readonly<Record<Variant, Sample>>;

type CaptureProcess = BenchProcess<Record<Variant, string>>;

/** Throughput and CPU under load; latency with one client alone, where nothing queues. */
async function measure(server: CaptureProcess, variant: Variant, page: Page, turns = 1): Promise<Sample> {
  const load = { target: { origin: server.ready[variant] }, next: () => ({ path: pages[page] }) };
  const cpuBefore = await server.cpuUs();
  const loaded = await loadHttp({ ...load, connections: loadedConnections, milliseconds: loadedMs * turns });
  await sleep(settleMs);
  const cpuUs = ((await server.cpuUs()) - cpuBefore) / loaded.requests;
  const alone = await loadHttp({ ...load, connections: 1, milliseconds: aloneMs * turns });
  return {
    cpuUs,
    perSecond: loaded.requests / loaded.seconds,
    medianMs: quantile(alone.latencies, 0.5),
    p99Ms: quantile(alone.latencies, 0.99),
  };
}

/** Rounds of all variants, every other one in reverse. */
async function measureRounds(server: CaptureProcess, page: Page): Promise<Round[]> {
  for (const variant of variants) await measure(server, variant, page, warmUpTurns);
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const samples = new Map<Variant, Sample>();
    for (const variant of round % 2 === 0 ? variants : variants.toReversed()) {
      samples.set(variant, await measure(server, variant, page));
    }
    measured.push(Object.fromEntries(samples) as Round);
  }
  return measured;
}

function figuresOf(page: Page, measured: readonly Round[]): Record<string, number> {
  const added = (measure: Measure): number =>
    median(measured.map(({ on, off }) => on[measure] - off[measure]));
  return {
    [`${page}_added_cpu_us`]: added('cpuUs'),
    [`${page}_added_median_ms`]: added('medianMs'),
    [`${page}_added_p99_ms`]: added('p99Ms'),
    [`${page}_throughput_ratio`]: median(measured.map(({ on, off }) => on.perSecond / off.perSecond)),
  };
}

function floorsOf(page: Page, measured: readonly Round[]): Record<string, number> {
  const without = (measure: Measure): number => median(measured.map(({ off }) => off[measure]));
  return {
    [`${page}_bare_interceptor_cpu_us`]: median(measured.map(({ bare, off }) => bare.cpuUs - off.cpuUs)),
    [`${page}_cpu_us`]: without('cpuUs'),
    [`${page}_median_ms`]: without('medianMs'),
    [`${page}_p99_ms`]: without('p99Ms'),
    [`${page}_requests_per_second`]: without('perSecond'),
  };
}

async function run(dataSource: DataSource, config: AppConfig): Promise<void> {
  await loadDemoData(dataSource, { scale: 0.25 });
  await dataSource.query('VACUUM ANALYZE');
  const server: CaptureProcess = await BenchProcess.start('support/capture-server.js', config.connections);
  const hello = await measureRounds(server, 'hello');
  const unified = await measureRounds(server, 'unified');
  await server.stop();
  const figures = { ...figuresOf('hello', hello), ...figuresOf('unified', unified) };
  const floors = { ...floorsOf('hello', hello), ...floorsOf('unified', unified) };
  const targetsMet = Object.entries(targets).every(([name, target]) => {
    const figure = figures[name] ?? NaN;
    return name.endsWith('ratio') ? figure >= target : figure <= target;
  });
  report({ bench: 'capture', figures, floors, targets, targetsMet });
}

await withBenchDatabase('capture', run);
