import sql from 'sql-template-tag';
import { pgFailure } from '../../../src/database/pg-errors.js';
import { runSql } from '../../../src/database/run-sql.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';

const invalidParameterValue = '22023';

describe.each(['route_analytics', 'generation_events'])('daily partitions of %s', (parent) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => dropBefore('3000-01-01'));
  afterAll(() => database.drop());

  const ensure = async (from: string, to: string, table = parent): Promise<number> => {
    const [row] = await runSql<{ made: number }>(
      database.dataSource,
      sql`SELECT ensure_event_partitions(${table}, ${from}::date, ${to}::date) AS made`,
    );
    return row!.made;
  };

  const dropBefore = async (day: string, table = parent): Promise<number> => {
    const [row] = await runSql<{ dropped: number }>(
      database.dataSource,
      sql`SELECT drop_event_partitions(${table}, ${day}::date) AS dropped`,
    );
    return row!.dropped;
  };

  const partitions = async (): Promise<string[]> => {
    const rows = await runSql<{ name: string }>(
      database.dataSource,
      sql`SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = ${parent}::regclass ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  };

  it('are made once, both ends included, across the end of a year', async () => {
    expect(await ensure('2026-12-30', '2027-01-01')).toBe(3);
    expect(await ensure('2026-12-31', '2027-01-02')).toBe(1);
    expect(await partitions()).toEqual(
      ['20261230', '20261231', '20270101', '20270102'].map((day) => `${parent}_p${day}`),
    );
  });

  it('are made once although many ask at the same moment', async () => {
    const made = await Promise.all(Array.from({ length: 6 }, () => ensure('2026-11-20', '2026-11-29')));
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(10);
  });

  it('hold the events of their UTC day to the last millisecond', async () => {
    await ensure('2026-11-20', '2026-11-21');
    const insert =
      parent === 'route_analytics'
        ? `INSERT INTO route_analytics (timestamp, stream_id, route, method, duration_ms, status_code)
           SELECT t, 1, '/', 'GET', 1, 200`
        : `INSERT INTO generation_events (timestamp, stream_id, event_type) SELECT t, 1, 'request'`;
    await database.dataSource.query(`${insert} FROM unnest($1::timestamptz[]) AS t`, [
      ['2026-11-20T00:00:00.000Z', '2026-11-20T23:59:59.999Z', '2026-11-21T00:00:00.000Z'],
    ]);

    const counts = await database.dataSource.query(
      `SELECT tableoid::regclass::text AS name, count(*) FROM ${parent} GROUP BY 1 ORDER BY 1`,
    );
    expect(counts).toEqual([
      { name: `${parent}_p20261120`, count: 2 },
      { name: `${parent}_p20261121`, count: 1 },
    ]);
  });

  it('are dropped up to a day, which stays', async () => {
    await ensure('2026-11-18', '2026-11-21');
    expect(await dropBefore('2026-11-20')).toBe(2);
    expect(await dropBefore('2026-11-20')).toBe(0);
    expect(await partitions()).toEqual([`${parent}_p20261120`, `${parent}_p20261121`]);
  });

  it('are neither made nor dropped for any other table, nor for years on end', async () => {
    const refusals = [
      () => ensure('2026-11-20', '2026-11-20', 'users'),
      () => ensure('2026-11-20', '2026-11-20', 'route_analytics; DROP TABLE users'),
      () => dropBefore('2026-11-20', 'route_analytics_hourly'),
      () => ensure('2000-01-01', '2026-11-20'),
    ];
    for (const refusal of refusals) {
      const error = await refusal().then(() => undefined, pgFailure);
      expect(error?.code).toBe(invalidParameterValue);
    }
  });
});
