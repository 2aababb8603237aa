import { DDSketch } from '../../stream-pipeline/dd-sketch.js';

interface RouteFigures {
  readonly durations: DDSketch;
  readonly statuses: Map<number, number>;
}

const microseconds = 1000;

/** Counts answers and durations by route template, in memory that does not grow with the number of requests. */
export class RouteStatistics {
  requests = 0;
  /** Answers 5xx and requests without an answer: what makes a run a failed one. */
  failures = 0;
  private readonly routes = new Map<string, RouteFigures>();

  /** Status 0 stands for no answer. */
  add(route: string, durationMs: number, status: number): void {
    const figures = this.routes.get(route) ?? {
      durations: new DDSketch(),
      statuses: new Map<number, number>(),
    };
    this.routes.set(route, figures);
    figures.statuses.set(status, (figures.statuses.get(status) ?? 0) + 1);
    figures.durations.add(Math.round(durationMs * microseconds));
    this.requests++;
    if (status === 0 || status >= 500) this.failures++;
  }

  /** One line a route, the most requested first. */
  toTable(): string {
    const rows = [...this.routes].map(([route, { durations, statuses }]) => ({
      count: [...statuses.values()].reduce((sum, count) => sum + count, 0),
      cells: [
        route,
        this.milliseconds(durations, 0.5),
        this.milliseconds(durations, 0.95),
        this.describe(statuses),
      ],
    }));
    rows.sort((first, second) => second.count - first.count);
    const lines = rows.map(({ count, cells: [route = '', p50 = '', p95 = '', statuses = ''] }) =>
      [route.padEnd(44), String(count).padStart(7), p50.padStart(9), p95.padStart(9), `  ${statuses}`].join(
        '',
      ),
    );
    const head = [
      'route'.padEnd(44),
      'count'.padStart(7),
      'p50 ms'.padStart(9),
      'p95 ms'.padStart(9),
      '  status',
    ];
    return [head.join(''), ...lines].join('\n');
  }

  private milliseconds(durations: DDSketch, quantile: number): string {
    return ((durations.quantile(quantile) ?? 0) / microseconds).toFixed(1);
  }

  private describe(statuses: ReadonlyMap<number, number>): string {
    return [...statuses]
      .sort(([first], [second]) => first - second)
      .map(([status, count]) => `${status === 0 ? 'no answer' : status}×${count}`)
      .join(' ');
  }
}
