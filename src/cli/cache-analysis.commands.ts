import { type Command, InvalidArgumentError, Option } from 'commander';
import { CachePlannerService } from '../analytics/routes/cache-planner.service.js';
import type { AbsolutePriorityDto, RelativePriorityDto } from '../analytics/routes/cache-priorities.dto.js';
import { AppConfig } from '../config/app-config.js';
import { type CliRunner, say } from './run-command.js';
import { cutText, type TextColumn, textTable } from './text-table.js';
import { wholeNumber } from './whole-number.js';

interface CommonOptions {
  count: number | 'config';
  days: number;
  format: 'table' | 'json';
}

interface ThresholdOptions extends CommonOptions {
  minRequests: number;
  minLatency: number;
}

function threshold(raw: string): number {
  const value = raw.trim() === '' ? NaN : Number(raw);
  if (!(value >= 0 && value < Infinity)) throw new InvalidArgumentError('It must be a number of at least 0.');
  return value;
}

function readCount(raw: string): number | 'config' {
  return raw === 'config' ? raw : wholeNumber(1000)(raw);
}

function countOf({ count }: CommonOptions, config: AppConfig): number {
  return count === 'config' ? config.get('cache-planning.top-n-routes') : count;
}

function withCommonOptions(command: Command): Command {
  return command
    .option(
      '-n, --count <number>',
      'how many patterns to name; `config` takes cache-planning.top-n-routes',
      readCount,
      10,
    )
    .option('-d, --days <number>', 'days to look back', wholeNumber(3650), 7)
    .addOption(
      new Option('-f, --format <format>', 'what to print').choices(['table', 'json']).default('table'),
    );
}

/** Params as the documents show them: with a space after each colon and comma. */
function paramsText(params: Record<string, unknown>): string {
  const members = Object.entries(params).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{${members.join(', ')}}`;
}

function formatNumber(value: number, leastDecimals = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: leastDecimals, maximumFractionDigits: 1 });
}

const rankColumn: TextColumn<unknown> = {
  header: 'Rank',
  alignRight: true,
  cell: (_, index) => String(index + 1),
};
const methodColumn: TextColumn<{ method: string }> = { header: 'Method', cell: ({ method }) => method };

const thresholdColumns: TextColumn<AbsolutePriorityDto>[] = [
  rankColumn,
  methodColumn,
  { header: 'Route', cell: ({ route }) => route },
  { header: 'Normalized Params', cell: (row) => cutText(paramsText(row.query_params_normalized), 40) },
  { header: 'Avg Req/Hr', cell: (row) => formatNumber(row.avg_hourly_requests) },
  { header: 'P95 Latency', cell: (row) => `${row.avg_p95_latency_ms}ms` },
  { header: 'Unique Users', cell: (row) => formatNumber(row.avg_unique_users) },
  { header: 'Priority Score', cell: (row) => formatNumber(row.cache_priority_score, 1) },
  { header: 'Success Rate', cell: (row) => `${formatNumber(row.success_rate * 100, 1)}%` },
];

const rankColumns: TextColumn<RelativePriorityDto>[] = [
  rankColumn,
  methodColumn,
  { header: 'Route', cell: ({ route }) => cutText(route, 40) },
  { header: 'Params', cell: (row) => cutText(paramsText(row.query_params_normalized), 35) },
  { header: 'Req/Hr', cell: (row) => formatNumber(row.avg_hourly_requests) },
  { header: 'P95', cell: (row) => `${row.avg_p95_latency_ms}ms` },
  { header: 'Score', cell: (row) => formatNumber(row.priority_score, 1) },
  { header: 'Pop%', cell: (row) => `P${Math.floor(row.popularity_percentile)}` },
  { header: 'Lat%', cell: (row) => `L${Math.floor(row.latency_percentile)}` },
  { header: 'User%', cell: (row) => `U${Math.floor(row.user_percentile)}` },
];

interface Report<Row> {
  readonly rows: readonly Row[];
  readonly columns: readonly TextColumn<Row>[];
  readonly title: string;
  readonly empty: string;
  readonly legend?: string;
}

/** In JSON mode stdout carries nothing but the array, so that it can be piped. */
function print<Row>(
  format: CommonOptions['format'],
  { rows, columns, title, empty, legend }: Report<Row>,
): void {
  if (format === 'json') {
    say(rows.length === 0 ? empty : title);
    console.log(JSON.stringify(rows, null, 2));
    return;
  }
  if (rows.length === 0) console.log(empty);
  else console.log([title, '', textTable(columns, rows), ...(legend ? ['', legend] : [])].join('\n'));
}

async function analyseByThresholds(run: CliRunner, options: ThresholdOptions): Promise<void> {
  const { routes } = await run((app) =>
    app
      .get(CachePlannerService)
      .planByThresholds(
        { days: options.days, count: countOf(options, app.get(AppConfig)) },
        { minRequests: options.minRequests, minLatencyMs: options.minLatency },
      ),
  );
  print(options.format, {
    rows: routes,
    columns: thresholdColumns,
    title: `Top ${routes.length} routes recommended for caching:`,
    empty: `No route reached the thresholds within ${options.days} days; cache-analysis-relative knows none.`,
  });
}

async function analyseByRank(run: CliRunner, options: CommonOptions): Promise<void> {
  const { routes } = await run((app) =>
    app
      .get(CachePlannerService)
      .planByRank({ days: options.days, count: countOf(options, app.get(AppConfig)) }),
  );
  print(options.format, {
    rows: routes,
    columns: rankColumns,
    title: `Top ${routes.length} routes by relative importance:`,
    empty: `No traffic was rolled up within ${options.days} days.`,
    legend:
      'Columns: Pop% (popularity), Lat% (latency), User% (user diversity)\n' +
      'Higher percentile = more important relative to other routes',
  });
}

/** `cache-analysis` and `cache-analysis-relative`: which request patterns are most worth caching. */
export function registerCacheAnalysisCommands(program: Command, run: CliRunner): void {
  withCommonOptions(program.command('cache-analysis'))
    .description('patterns worth caching by absolute thresholds, for established traffic')
    .option('--min-requests <number>', 'least mean requests per hour', threshold, 10)
    .option('--min-latency <number>', 'least mean p95 latency in ms', threshold, 100)
    .action((options: ThresholdOptions) => analyseByThresholds(run, options));
  withCommonOptions(program.command('cache-analysis-relative'))
    .description('patterns worth caching by rank among all patterns, for little or sporadic traffic')
    .action((options: CommonOptions) => analyseByRank(run, options));
}
