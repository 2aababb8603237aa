import type { INestApplicationContext } from '@nestjs/common';
import { jest } from '@jest/globals';
import { Command } from 'commander';
import { CachePlannerService } from '../analytics/routes/cache-planner.service.js';
import { registerCacheAnalysisCommands } from './cache-analysis.commands.js';
import type { CliRunner } from './run-command.js';

const traffic = {
  route: '/api/v1/content/unified',
  method: 'GET',
  query_params_normalized: { page_size: '10', sort: 'created_at', tag: ['a', 'b'] },
  avg_hourly_requests: 2450,
  avg_p95_latency_ms: 1890,
  avg_unique_users: 45,
  success_rate: 0.985,
  total_requests: 411_600,
};
const absolute = { ...traffic, cache_priority_score: 24_506.39 };
const relative = {
  ...traffic,
  avg_hourly_requests: 12.5,
  priority_score: 95,
  popularity_percentile: 92.99,
  latency_percentile: 98,
  user_percentile: 95,
};

/** Runs the CLI over a planner that answers with these rows; tells what was asked and what went where. */
async function runCli(rows: { absolute?: object[]; relative?: object[] }, ...args: string[]) {
  const asked: unknown[] = [];
  const planner = {
    planByThresholds: (...given: unknown[]) => (
      asked.push(...given),
      Promise.resolve({ routes: rows.absolute })
    ),
    planByRank: (...given: unknown[]) => (asked.push(...given), Promise.resolve({ routes: rows.relative })),
  };
  const config = { get: () => 20 };
  const app = { get: (token: unknown) => (token === CachePlannerService ? planner : config) };
  const run: CliRunner = (work) => work(app as unknown as INestApplicationContext);
  const out = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const err = jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    const program = new Command().exitOverride();
    registerCacheAnalysisCommands(program, run);
    program.commands.forEach((command) => command.exitOverride());
    await program.parseAsync(['node', 'cli', ...args]);
    return { asked, stdout: out.mock.calls.flat().join('\n'), stderr: err.mock.calls.flat().join('') };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

describe('cache-analysis', () => {
  it('prints the plan as a grid', async () => {
    const { stdout, stderr } = await runCli({ absolute: [absolute] }, 'cache-analysis');
    expect(stdout).toBe(`Top 1 routes recommended for caching:

+------+--------+-------------------------+------------------------------------------+------------+-------------+--------------+----------------+--------------+
| Rank | Method | Route                   | Normalized Params                        | Avg Req/Hr | P95 Latency | Unique Users | Priority Score | Success Rate |
+======+========+=========================+==========================================+============+=============+==============+================+==============+
|    1 | GET    | /api/v1/content/unified | {"page_size": "10", "sort": "created_... | 2,450      | 1890ms      | 45           | 24,506.4       | 98.5%        |
+------+--------+-------------------------+------------------------------------------+------------+-------------+--------------+----------------+--------------+`);
    expect(stderr).toBe('');
  });

  it('asks for ten patterns of seven days, 10 requests per hour and 100 ms unless told otherwise', async () => {
    const { asked } = await runCli({ absolute: [] }, 'cache-analysis');
    expect(asked).toEqual([
      { count: 10, days: 7 },
      { minRequests: 10, minLatencyMs: 100 },
    ]);
  });

  it('passes every option on', async () => {
    const options = ['-n', '15', '-d', '30', '-f', 'json', '--min-requests', '0.5', '--min-latency', '200'];
    const { asked } = await runCli({ absolute: [] }, 'cache-analysis', ...options);
    expect(asked).toEqual([
      { count: 15, days: 30 },
      { minRequests: 0.5, minLatencyMs: 200 },
    ]);
  });

  it('writes nothing but the JSON array to stdout in JSON mode', async () => {
    const { stdout, stderr } = await runCli({ absolute: [absolute] }, 'cache-analysis', '--format', 'json');
    expect(JSON.parse(stdout)).toEqual([absolute]);
    expect(stderr).toContain('recommended for caching');
  });

  it('says in one line that there is nothing, and prints an empty array in JSON mode', async () => {
    expect((await runCli({ absolute: [] }, 'cache-analysis')).stdout).toMatch(/^No route .*$/);
    expect((await runCli({ absolute: [] }, 'cache-analysis', '-f', 'json')).stdout).toBe('[]');
  });

  it.each([
    ['--count', '0'],
    ['--count', 'ten'],
    ['--count', '1e3'],
    ['--days', '1.5'],
    ['--days', '99999999999'],
    ['--min-latency', '-1'],
    ['--min-requests', ''],
    ['--format', 'xml'],
  ])('refuses %s %p', async (option, value) => {
    await expect(runCli({ absolute: [] }, 'cache-analysis', option, value)).rejects.toMatchObject({
      code: 'commander.invalidArgument',
    });
  });
});

describe('cache-analysis-relative', () => {
  it('prints the ranks as a grid, with a legend', async () => {
    const { stdout } = await runCli({ relative: [relative] }, 'cache-analysis-relative');
    expect(stdout).toBe(`Top 1 routes by relative importance:

+------+--------+-------------------------+-------------------------------------+--------+--------+-------+------+------+-------+
| Rank | Method | Route                   | Params                              | Req/Hr | P95    | Score | Pop% | Lat% | User% |
+======+========+=========================+=====================================+========+========+=======+======+======+=======+
|    1 | GET    | /api/v1/content/unified | {"page_size": "10", "sort": "cre... | 12.5   | 1890ms | 95.0  | P92  | L98  | U95   |
+------+--------+-------------------------+-------------------------------------+--------+--------+-------+------+------+-------+

Columns: Pop% (popularity), Lat% (latency), User% (user diversity)
Higher percentile = more important relative to other routes`);
  });

  it('takes the number of patterns from the configuration when told `config`', async () => {
    const { asked } = await runCli({ relative: [] }, 'cache-analysis-relative', '--count', 'config');
    expect(asked).toEqual([{ count: 20, days: 7 }]);
  });

  it('prints the fields of the API in JSON mode', async () => {
    const { stdout } = await runCli({ relative: [relative] }, 'cache-analysis-relative', '-f', 'json');
    expect(JSON.parse(stdout)).toEqual([relative]);
  });
});
