import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';
import { registerGauge, type Sample } from '../../metrics/sampled-metrics.js';
import { type RecentFigures, recentQuantiles } from './generation-figures.queries.js';
import { GenerationFiguresService } from './generation-figures.service.js';

function samples(label: string, values: Readonly<Record<string, number>>): Sample[] {
  return Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));
}

/**
 * Shows Prometheus the figures of generations. They come from the database and are those of the whole installation, so
 * every API process shows the same, workers' deeds included.
 */
@Injectable()
export class GenerationGauges {
  constructor(
    private readonly registry: Registry,
    private readonly figures: GenerationFiguresService,
  ) {
    this.register('genonaut_generation_jobs', 'Jobs in progress by status, now', 'status', (recent) => ({
      pending: recent.pending,
      running: recent.running,
    }));
    this.register(
      'genonaut_generation_jobs_last_hour',
      'Jobs of the last 60 minutes: asked for, and ended by outcome',
      'outcome',
      ({ requests, completed, failed, cancelled }) => ({ requested: requests, completed, failed, cancelled }),
    );
    this.register(
      'genonaut_generation_duration_last_hour_seconds',
      'Quantiles of the time from start to end of the jobs completed or failed in the last 60 minutes',
      'quantile',
      ({ quantileSeconds }) =>
        Object.fromEntries(recentQuantiles.map((q, index) => [String(q), quantileSeconds?.[index] ?? NaN])),
    );
  }

  private register(
    name: string,
    help: string,
    label: string,
    valuesOf: (recent: RecentFigures) => Record<string, number>,
  ): void {
    const read = async (): Promise<Sample[]> => samples(label, valuesOf(await this.figures.recent()));
    registerGauge(this.registry, { name, help, labelNames: [label], read });
  }
}
