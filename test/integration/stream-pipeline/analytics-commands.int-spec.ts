import { CommanderError } from 'commander';
import { registerAnalyticsCommands } from '../../../src/cli/analytics.commands.js';
import { createTestCli, type TestCli } from '../../support/test-cli.js';

describe('analytics commands', () => {
  let cli: TestCli;

  const call = (...args: string[]): Promise<string> => cli.call(...args);
  const addEvent = (hoursAgo: number, route = '/x'): Promise<unknown> => {
    const timestamp = new Date(Date.now() - hoursAgo * 3_600_000).toISOString();
    const event = { route, method: 'GET', timestamp, durationMs: 1, statusCode: 200 };
    return cli.redis.client.xadd(
      `${cli.redis.ns}:route_analytics:stream`,
      '*',
      'event',
      JSON.stringify(event),
    );
  };

  beforeAll(async () => {
    cli = await createTestCli(registerAnalyticsCommands);
  });
  afterAll(() => cli.close());

  it('drain and roll up every pipeline, in words', async () => {
    await addEvent(2);
    await addEvent(0);
    expect(await call('analytics:drain')).toBe(
      'route-analytics: 2 events stored in 2 hours, 0 duplicates, 0 dead letters\n' +
        'generation-events: 0 events stored in 0 hours, 0 duplicates, 0 dead letters\n',
    );
    expect(await call('analytics:rollup')).toBe(
      'route-analytics: 1 hour rolled up into 1 row\ngeneration-events: 0 hours rolled up into 0 rows\n',
    );
    expect(await call('analytics:rollup', '--include-current', '--pipeline', 'route-analytics')).toBe(
      'route-analytics: 1 hour rolled up into 1 row\n',
    );
  });

  it('answer to the names of the contract, with nothing but JSON on stdout', async () => {
    await addEvent(2);
    const onlyRoutes = ['--pipeline', 'route-analytics', '--format', 'json'];
    expect(JSON.parse(await call('analytics:transfer', ...onlyRoutes))).toEqual([
      { pipeline: 'route-analytics', inserted: 1, duplicates: 0, dead: 0, hours: [expect.any(String)] },
    ]);
    const today = new Date().toISOString().slice(0, 10);
    expect(
      JSON.parse(await call('analytics:aggregate', '--from', '2020-01-01', '--to', today, ...onlyRoutes)),
    ).toEqual([{ pipeline: 'route-analytics', hours: expect.any(Number), rows: expect.any(Number) }]);
    const nothing = { partitionsDropped: 0, consumersDeleted: 0 };
    expect(JSON.parse(await call('analytics:purge', '--format', 'json'))).toEqual([
      { pipeline: 'route-analytics', ...nothing },
      { pipeline: 'generation-events', ...nothing },
    ]);
  });

  it('list dead letters and put them back', async () => {
    await cli.redis.client.xadd(`${cli.redis.ns}:route_analytics:stream`, '*', 'event', 'broken');
    await call('analytics:drain');
    expect(await call('analytics:dead', 'list')).toMatch(
      /^route-analytics: 1 dead letter\n {2}\d+-\d+ {2}not a JSON object {2}broken\ngeneration-events: 0 dead letters\n$/,
    );
    const [{ letters }] = JSON.parse(await call('analytics:dead', 'list', '--format', 'json'));
    expect(await call('analytics:dead', 'replay', '--id', letters[0].id)).toContain('1 dead letter put back');
    expect(await call('analytics:dead', 'replay', '--all')).toContain('0 dead letters put back');
    expect(await call('analytics:drain')).toContain('1 dead letter');
  });

  it.each([
    [['analytics:rollup', '--from', 'yesterday']],
    [['analytics:drain', '--format', 'xml']],
    [['analytics:dead', 'replay']],
    [['analytics:dead', 'replay', '--all', '--id', '1-1']],
  ])('refuse %j', async (args) => {
    await expect(call(...args)).rejects.toThrow(CommanderError);
  });

  it('refuse a pipeline there is not', async () => {
    await expect(call('analytics:drain', '--pipeline', 'none')).rejects.toThrow("no pipeline 'none'");
  });
});
