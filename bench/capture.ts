/**
 * `npm run bench capture`: what recording every request costs an API process. Two APIs in one process, capture on and
 * off, serve the same database and take turns, so that what else the machine does falls on both. CPU is that of the
 * process, flushes to Redis included. Floor: the same request with capture off.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { AppConfig } from '../src/config/app-config.js';
import { projectRoot } from '../src/config/project-root.js';
import { loadDemoData } from '../src/demo-data/load.js';
import { withBenchDatabase } from './support/bench-database.js';
import { loadHttp, quantile } from './support/http-load.js';
import { median } from './support/measure.js';
import { report } from './support/report.js';

// Short turns: what else the machine does changes within a second, and each pair of turns should see the same of it.
const rounds = 40;
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

type Switch = 'on' | 'off';
type Pair = Readonly<Record<Switch, Sample>>;

/** The process with the two APIs, and the way to measure them. */
class CaptureServer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly urls: Readonly<Record<Switch, string>>,
  ) {}

  static async start(config: AppConfig): Promise<CaptureServer> {
    const script = join(projectRoot, 'dist/bench/support/capture-server.js');
    const child = fork(script, [JSON.stringify(config.connections)]);
    const [urls] = (await once(child, 'message')) as [Record<Switch, string>];
    return new CaptureServer(child, urls);
  }

  /** Throughput and CPU under load; latency with one client alone, where nothing queues. */
  async measure(capture: Switch, page: Page, turns = 1): Promise<Sample> {
    const url = `${this.urls[capture]}${pages[page]}`;
    const cpuBefore = await this.cpuUs();
    const loaded = await loadHttp(url, loadedConnections, loadedMs * turns);
    await sleep(settleMs);
    const cpuUs = ((await this.cpuUs()) - cpuBefore) / loaded.requests;
    const alone = await loadHttp(url, 1, aloneMs * turns);
    return {
      cpuUs,
      perSecond: loaded.requests / loaded.seconds,
      medianMs: quantile(alone.latencies, 0.5),
      p99Ms: quantile(alone.latencies, 0.99),
    };
  }

  async stop(): Promise<void> {
    this.child.disconnect();
    await once(this.child, 'exit');
  }

  private async cpuUs(): Promise<number> {
    this.child.send('cpu');
    const [used] = (await once(this.child, 'message')) as [number];
    return used;
  }
}

/** Rounds of both, each time the other one first. */
async function measurePairs(server: CaptureServer, page: Page): Promise<Pair[]> {
  await server.measure('on', page, warmUpTurns);
  await server.measure('off', page, warmUpTurns);
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const order: Switch[] = round % 2 === 0 ? ['on', 'off'] : ['off', 'on'];
    const samples = new Map<Switch, Sample>();
    for (const capture of order) samples.set(capture, await server.measure(capture, page));
    pairs.push(Object.fromEntries(samples) as Pair);
  }
  return pairs;
}

function figuresOf(page: Page, pairs: readonly Pair[]): Record<string, number> {
  const added = (measure: Measure): number => median(pairs.map(({ on, off }) => on[measure] - off[measure]));
  return {
    [`${page}_added_cpu_us`]: added('cpuUs'),
    [`${page}_added_median_ms`]: added('medianMs'),
    [`${page}_added_p99_ms`]: added('p99Ms'),
    [`${page}_throughput_ratio`]: median(pairs.map(({ on, off }) => on.perSecond / off.perSecond)),
  };
}

function floorsOf(page: Page, pairs: readonly Pair[]): Record<string, number> {
  const without = (measure: Measure): number => median(pairs.map(({ off }) => off[measure]));
  return {
    [`${page}_cpu_us`]: without('cpuUs'),
    [`${page}_median_ms`]: without('medianMs'),
    [`${page}_p99_ms`]: without('p99Ms'),
    [`${page}_requests_per_second`]: without('perSecond'),
  };
}

async function run(dataSource: DataSource, config: AppConfig): Promise<void> {
  await loadDemoData(dataSource, { scale: 0.25 });
  await dataSource.query('VACUUM ANALYZE');
  const server = await CaptureServer.start(config);
  const hello = await measurePairs(server, 'hello');
  const unified = await measurePairs(server, 'unified');
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
