import { type HttpRequest, type HttpTarget, type LoadResult, quantile, sendEach } from './http-load.js';
import { median } from './measure.js';

/** How often and how long each thing is measured. */
export interface Turns {
  readonly rounds: number;
  readonly milliseconds: number;
}

/** Of the readers. */
export const connections = 16;

/** The requests of a case over and over. */
export function cycle(paths: readonly string[]): () => HttpRequest {
  let index = 0;
  return () => ({ path: paths[index++ % paths.length]! });
}

/** Makes a case warm: what is remembered of its requests is remembered anew. */
export async function warmUp(target: HttpTarget, paths: readonly string[]): Promise<void> {
  await sendEach(
    target,
    paths.map((path) => ({ path })),
    connections,
  );
}

/** What a load shows from outside. */
export interface LoadFigures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
}

export function figuresOf({ latencies, requests, seconds }: LoadResult): LoadFigures {
  return {
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    perSecond: requests / seconds,
  };
}

/** Medians over the rounds of figures of one shape. */
export function mediansOf<Figures extends object>(rounds: readonly Figures[]): Figures {
  const names = Object.keys(rounds[0]!) as (keyof Figures)[];
  return Object.fromEntries(
    names.map((name) => [name, median(rounds.map((round) => round[name] as number))]),
  ) as Figures;
}
