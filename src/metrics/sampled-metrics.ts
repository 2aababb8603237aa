import { Counter, Gauge, type Registry } from 'prom-client';
import { within } from '../common/within.js';

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface SampledMetric {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  /** Read at each scrape. */
  readonly read: () => readonly Sample[] | Promise<readonly Sample[]>;
}

/** A store that stalls must not hold up the scrape. */
const patienceMs = 2_000;

/** What cannot be read has no samples, and takes nothing else from the scrape. */
async function samplesOf({ read }: SampledMetric): Promise<readonly Sample[]> {
  try {
    return await within(patienceMs, Promise.resolve(read()));
  } catch {
    return [];
  }
}

function optionsOf({ name, help, labelNames }: SampledMetric, registry: Registry) {
  return { name, help, labelNames: [...labelNames], registers: [registry] };
}

/** A figure that goes up and down. */
export function registerGauge(registry: Registry, metric: SampledMetric): void {
  new Gauge({
    ...optionsOf(metric, registry),
    async collect() {
      const samples = await samplesOf(metric);
      this.reset();
      for (const { labels, value } of samples) this.set({ ...labels }, value);
    },
  });
}

/** A figure that somebody else counts up. */
export function registerCounter(registry: Registry, metric: SampledMetric): void {
  new Counter({
    ...optionsOf(metric, registry),
    async collect() {
      const samples = await samplesOf(metric);
      this.reset();
      for (const { labels, value } of samples) this.inc({ ...labels }, value);
    },
  });
}
