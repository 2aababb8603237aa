/**
 * `npm run bench rollup`: a week of 10 million events in 809 patterns. How long one hour takes to roll up, how long
 * the whole week, and how far the week's p95, merged from hourly sketches, is from exact. Beside it, over the rows of
 * the same hour: counting them by pattern, and the percentiles as one would write them first.
 */
import sql, { type Sql } from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { createRouteEventsPipeline } from '../src/analytics/routes/route-events.pipeline.js';
import { mergedDurationQuantiles } from '../src/analytics/routes/route-durations.queries.js';
import { Clock } from '../src/common/clock.js';
import type { AppConfig } from '../src/config/app-config.js';
import { runSql } from '../src/database/run-sql.js';
import type { TimeRange } from '../src/stream-pipeline/event-pipeline.js';
import { HourlyRollup } from '../src/stream-pipeline/hourly-rollup.js';
import { allowLongWaits } from '../src/database/long-statements.js';
import { withBenchDatabase } from './support/bench-database.js';
import { median, timed } from './support/measure.js';
import { report } from './support/report.js';
import { eventsPerHour, fillRouteWeek, patternCount, weekHours } from './support/route-week.js';
import { hourMs } from '../src/common/durations.js';

const runs = 9;
const leastEvents = 1000;
const weekStart = Date.parse('2026-06-01T00:00:00Z');
const week: TimeRange = { from: new Date(weekStart), to: new Date(weekStart + weekHours * hourMs) };
const midweek = new Date(weekStart + (weekHours / 2) * hourMs);

const targets = { hour_ms: 150, backfill_seconds: 30, merged_p95_error_percent: 1 };

/** Just after the week. */
class BenchClock extends Clock {
  now(): Date {
    return new Date(week.to.getTime() + 60_000);
  }
}

/** Hours spread over the week, so that each run has rows of its own. */
function hourOfRun(run: number): TimeRange {
  const from = weekStart + Math.floor((run * weekHours) / runs) * hourMs;
  return { from: new Date(from), to: new Date(from + hourMs) };
}

function within({ from, to }: TimeRange): Sql {
  return sql`"timestamp" >= ${from}::timestamptz AND "timestamp" < ${to}::timestamptz`;
}

const patternColumns = sql`route, method, query_params_normalized`;

function countByPattern(hour: TimeRange): Sql {
  return sql`
    SELECT ${patternColumns}, count(*)
    FROM route_analytics
    WHERE ${within(hour)}
    GROUP BY ${patternColumns}`;
}

function percentilesByPattern(hour: TimeRange): Sql {
  return sql`
    SELECT
      ${patternColumns},
      count(*),
      avg(duration_ms),
      percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY duration_ms),
      count(DISTINCT user_id)
    FROM route_analytics
    WHERE ${within(hour)}
    GROUP BY ${patternColumns}`;
}

/** Rolls a range as the product does: hour for hour, locks, marks and planner settings included. */
type Roll = (range: TimeRange) => Promise<unknown>;

interface HourTimes {
  rollUpMs: number;
  againMs: number;
  countMs: number;
  percentilesMs: number;
}

/** Medians over hours of their own for each run; figure and floors take turns, so that all see the same machine. */
async function measureHours(dataSource: DataSource, roll: Roll): Promise<HourTimes> {
  const times: HourTimes[] = [];
  for (let run = 0; run < runs; run += 1) {
    const hour = hourOfRun(run);
    await runSql(dataSource, countByPattern(hour)); // reads the hour into the cache, as the drain before a rollup does
    times.push({
      rollUpMs: await timed(() => roll(hour)),
      countMs: await timed(() => runSql(dataSource, countByPattern(hour))),
      percentilesMs: await timed(() => runSql(dataSource, percentilesByPattern(hour))),
      againMs: await timed(() => roll(hour)),
    });
  }
  const medianOf = (name: keyof HourTimes): number => median(times.map((time) => time[name]));
  return {
    rollUpMs: medianOf('rollUpMs'),
    againMs: medianOf('againMs'),
    countMs: medianOf('countMs'),
    percentilesMs: medianOf('percentilesMs'),
  };
}

interface ExactP95 {
  /** Null is the whole week. */
  readonly route: string | null;
  readonly p95: number;
  readonly averagedP95: number;
}

/** Exact p95 of every route with enough events and of all of them, and what averaging hourly p95 would say. */
async function exactP95s(dataSource: DataSource): Promise<ExactP95[]> {
  return await dataSource.transaction(async (manager) => {
    await allowLongWaits(manager);
    return await runSql<ExactP95>(
      manager,
      sql`
        WITH exact AS (
          SELECT route, percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) AS p95
          FROM route_analytics
          GROUP BY GROUPING SETS ((route), ())
          HAVING count(*) >= ${leastEvents}::int
        ),
        averaged AS (
          SELECT route, sum(p95_duration_ms::float8 * total_requests) / sum(total_requests) AS p95
          FROM route_analytics_hourly
          GROUP BY GROUPING SETS ((route), ())
        )
        SELECT exact.route, exact.p95, averaged.p95 AS "averagedP95"
        FROM exact
        JOIN averaged ON averaged.route IS NOT DISTINCT FROM exact.route`,
    );
  });
}

interface Accuracy {
  routes: number;
  mergedWorst: number;
  mergedOverall: number;
  averagedWorst: number;
}

async function measureAccuracy(dataSource: DataSource): Promise<Accuracy> {
  const accuracy = { routes: 0, mergedWorst: 0, mergedOverall: 0, averagedWorst: 0 };
  const percentOff = (value: number, exact: number): number => (100 * Math.abs(value - exact)) / exact;
  for (const { route, p95, averagedP95 } of await exactP95s(dataSource)) {
    const query = { ...week, quantiles: [0.95], ...(route !== null && { route }) };
    const [merged = NaN] = (await mergedDurationQuantiles(dataSource, query)) ?? [];
    accuracy.averagedWorst = Math.max(accuracy.averagedWorst, percentOff(averagedP95, p95));
    accuracy.mergedWorst = Math.max(accuracy.mergedWorst, percentOff(merged, p95));
    if (route === null) accuracy.mergedOverall = percentOff(merged, p95);
    else accuracy.routes += 1;
  }
  return accuracy;
}

/** Rolls the ranges at the same time. */
async function measureBackfill(dataSource: DataSource, roll: Roll, ranges: TimeRange[]): Promise<number> {
  await runSql(dataSource, sql`TRUNCATE route_analytics_hourly`);
  const milliseconds = await timed(() => Promise.all(ranges.map(roll)));
  const [stored] = await runSql<{ events: number; rows: number }>(
    dataSource,
    sql`SELECT sum(total_requests)::float8 AS events, count(*)::int AS rows FROM route_analytics_hourly`,
  );
  const isComplete = stored?.events === weekHours * eventsPerHour && stored.rows === weekHours * patternCount;
  if (!isComplete) throw new Error(`the back-fill is not complete: ${JSON.stringify(stored)}`);
  return milliseconds / 1000;
}

async function run(dataSource: DataSource, config: AppConfig): Promise<void> {
  await fillRouteWeek(dataSource, week.from);
  const rollup = new HourlyRollup(dataSource, new BenchClock());
  const pipeline = createRouteEventsPipeline(config);
  const roll: Roll = (range) => rollup.roll(pipeline, range);
  const hour = await measureHours(dataSource, roll);
  const halves = [
    { from: week.from, to: midweek },
    { from: midweek, to: week.to },
  ];
  const halvesSeconds = await measureBackfill(dataSource, roll, halves);
  const backfillSeconds = await measureBackfill(dataSource, roll, [week]);
  const accuracy = await measureAccuracy(dataSource);
  const mergeMs = await timed(() => mergedDurationQuantiles(dataSource, { ...week, quantiles: [0.95] }));
  const figures = {
    hour_ms: hour.rollUpMs,
    hour_again_ms: hour.againMs,
    hour_to_count_by_pattern: hour.rollUpMs / hour.countMs,
    hour_to_percentile_cont: hour.rollUpMs / hour.percentilesMs,
    backfill_seconds: backfillSeconds,
    backfill_events_per_second: (weekHours * eventsPerHour) / backfillSeconds,
    backfill_seconds_in_halves: halvesSeconds,
    merge_week_ms: mergeMs,
    routes_compared: accuracy.routes,
    merged_p95_error_percent: accuracy.mergedWorst,
    merged_p95_error_percent_overall: accuracy.mergedOverall,
    averaged_p95_error_percent: accuracy.averagedWorst,
  };
  const targetsMet =
    figures.hour_ms < targets.hour_ms &&
    figures.backfill_seconds < targets.backfill_seconds &&
    figures.merged_p95_error_percent <= targets.merged_p95_error_percent;
  const floors = { count_by_pattern_ms: hour.countMs, percentile_cont_ms: hour.percentilesMs };
  report({ bench: 'rollup', figures, floors, targets, targetsMet });
}

await withBenchDatabase('rollup', run);
