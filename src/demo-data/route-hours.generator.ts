import { startOfHour } from '../stream-pipeline/utc-time.js';
import type { CopyValue } from '../database/copy-text.js';
import type { DemoTable } from './demo-table.js';
import { durationColumns } from './durations.js';
import { Random } from './random.js';
import { type RoutePattern, routePatterns } from './route-patterns.js';
import { hourlyActivity } from './timeline.js';
import type { World } from './world.js';
import { dayMs, hourMs } from '../common/durations.js';

const days = 14;
const serverErrorShare = 0.0015;
const weekendFactor = 0.8;
const meanActivity = hourlyActivity.reduce((sum, weight) => sum + weight, 0) / hourlyActivity.length;

/** How busy an hour is relative to the average one: the rhythm of the day, quieter weekends, a little growth. */
function busyness(hour: number, first: number): number {
  const at = new Date(hour);
  const isWeekend = at.getUTCDay() % 6 === 0;
  const growth = 0.9 + 0.2 * ((hour - first) / (days * dayMs));
  return ((hourlyActivity[at.getUTCHours()] ?? 0) / meanActivity) * (isWeekend ? weekendFactor : 1) * growth;
}

function countOf(share: number, total: number, random: Random): number {
  let count = 0;
  for (let request = 0; request < total; request++) if (random.chance(share)) count++;
  return count;
}

function nearly(value: number, random: Random): number {
  return Math.max(0, Math.round(value * random.normal(1, 0.06)));
}

/** Everyone answers a little slower while the platform is busy. */
function drawDurations(pattern: RoutePattern, count: number, load: number, random: Random): number[] {
  const median = pattern.medianMs * (0.85 + 0.15 * load);
  return Array.from({ length: count }, () => Math.round(median * Math.exp(random.normal(0, pattern.spread))));
}

function hourRow(pattern: RoutePattern, hour: number, load: number, random: Random): CopyValue[] | undefined {
  const total = Math.round(pattern.perHour * load * Math.max(0.2, random.normal(1, 0.15)));
  if (total === 0) return undefined;
  const clientErrors = countOf(pattern.clientErrors, total, random);
  const serverErrors = countOf(serverErrorShare, total - clientErrors, random);
  const rolledAt = new Date(hour + hourMs + 5 * 60_000);
  return [
    new Date(hour),
    pattern.route,
    pattern.method,
    pattern.params,
    total,
    total - clientErrors - serverErrors,
    clientErrors,
    serverErrors,
    ...durationColumns(drawDurations(pattern, total, load, random)),
    Math.max(1, Math.round(total * random.normal(0.45, 0.05))),
    pattern.method === 'GET' ? null : nearly(260, random),
    nearly(pattern.responseBytes, random),
    Math.round(pattern.queries * random.normal(1, 0.02) * 100) / 100,
    rolledAt,
    rolledAt,
  ];
}

/** The complete hours before now. */
function* hourRows({ seed, now }: World): Generator<CopyValue[]> {
  const random = new Random(seed, 'route-hours');
  const end = startOfHour(now.getTime() - 10 * 60_000);
  const first = end - days * dayMs;
  for (let hour = first; hour < end; hour += hourMs) {
    const load = busyness(hour, first);
    for (const pattern of routePatterns) {
      const row = hourRow(pattern, hour, load, random);
      if (row) yield row;
    }
  }
}

export const routeHoursTable: DemoTable = {
  name: 'route_analytics_hourly',
  columns: [
    'timestamp',
    'route',
    'method',
    'query_params_normalized',
    'total_requests',
    'successful_requests',
    'client_errors',
    'server_errors',
    'avg_duration_ms',
    'p50_duration_ms',
    'p95_duration_ms',
    'p99_duration_ms',
    'duration_sketch',
    'unique_users',
    'avg_request_size_bytes',
    'avg_response_size_bytes',
    'avg_db_query_count',
    'created_at',
    'updated_at',
  ],
  estimate: () => days * 24 * routePatterns.length,
  rows: hourRows,
};
