import { DDSketch } from '../stream-pipeline/dd-sketch.js';
import type { CopyValue } from '../database/copy-text.js';

/** The value at a quantile as percentile_cont gives it: interpolated between neighbours. */
function quantile(sorted: readonly number[], q: number): number {
  const rank = q * (sorted.length - 1);
  const below = sorted[Math.floor(rank)] ?? 0;
  const above = sorted[Math.ceil(rank)] ?? below;
  return Math.round(below + (above - below) * (rank - Math.floor(rank)));
}

/** Average, p50, p95, p99 and the sketch of an hour's durations, the columns both hourly tables share. */
export function durationColumns(durations: readonly number[]): CopyValue[] {
  if (durations.length === 0) return [null, null, null, null, []];
  const sorted = [...durations].sort((first, second) => first - second);
  const sketch = new DDSketch();
  for (const duration of sorted) sketch.add(duration);
  const average = Math.round(sorted.reduce((sum, duration) => sum + duration, 0) / sorted.length);
  return [average, ...[0.5, 0.95, 0.99].map((q) => quantile(sorted, q)), sketch.toPairs()];
}
