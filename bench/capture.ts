/**
 * `npm run bench capture`: what recording every request costs an API process. Two of them, capture on and off, serve
 * the same database; they take turns within each round, so that what else the machine does falls on both. CPU is that
 * of the API process, flushes to Redis included. Floor: the same request with capture off.
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
import type { CaptureServerOptions } from './support/capture-server.js';
import { loadHttp, quantile } from './support/http-load.js';
import { median } from './support/measure.js';
import { report } from './support/report.js';

const rounds = 15;
const loadedMs = 1_000;
const loadedConnections = 8;
const aloneMs = 700;
const settleMs = 150; // longer than a flush waits

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

/** One API process and the way to measure it. */
class CaptureServer {
  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  static async start(config: AppConfig, capture: boolean): Promise<CaptureServer> {
    const options: CaptureServerOptions = {
      connections: config.connections,
      values: { 'route-analytics.enabled': capture },
    };
    const child = fork(join(projectRoot, 'dist/bench/support/capture-server.js'), [JSON.stringify(options)]);
    const [url] = (await once(child, 'message')) as [string];
    return new CaptureServer(child, url);
  }

  /** Throughput and CPU under load; latency with one client alone, where nothing queues. */
  async measure(page: Page, scale = 1): Promise<Sample> {
    const url = `${this.url}${pages[page]}`;
    const cpuBefore = await this.cpuUs();
    const loaded = await loadHttp(url, loadedConnections, loadedMs * scale);
    await sleep(settleMs);
    const cpuUs = ((await this.cpuUs()) - cpuBefore) / loaded.requests;
    const alone = await loadHttp(url, 1, aloneMs * scale);
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

interface Pair {
  readonly on: Sample;
  readonly off: Sample;
}

/** Rounds of both servers, each time the other one first. */
async function measurePairs(servers: Record<keyof Pair, CaptureServer>, page: Page): Promise<Pair[]> {
  for (const server of [servers.on, servers.off]) await server.measure(page, 2);
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const);
    const samples: Partial<Record<keyof Pair, Sample>> = {};
    for (const which of order) samples[which] = await servers[which].measure(page);
    pairs.push(samples as Pair);
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
  const servers = {
    on: await CaptureServer.start(config, true),
    off: await CaptureServer.start(config, false),
  };
  const hello = await measurePairs(servers, 'hello');
  const unified = await measurePairs(servers, 'unified');
  await Promise.all([servers.on.stop(), servers.off.stop()]);
  const figures = { ...figuresOf('hello', hello), ...figuresOf('unified', unified) };
  const floors = { ...floorsOf('hello', hello), ...floorsOf('unified', unified) };
  const targetsMet = Object.entries(targets).every(([name, target]) => {
    const figure = figures[name] ?? NaN;
    return name.endsWith('ratio') ? figure >= target : figure <= target;
  });
  report({ bench: 'capture', figures, floors, targets, targetsMet });
}

await withBenchDatabase('capture', run);
