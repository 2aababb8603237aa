import type { DataSource } from 'typeorm';
import { rollUpGenerationHours } from '../../../src/analytics/generation/generation-rollup.queries.js';
import { demoTables } from '../../../src/demo-data/demo-tables.js';
import { demoUserId } from '../../../src/demo-data/demo-users.js';
import { hasDemoData, loadDemoData, type LoadResult, OtherDataError } from '../../../src/demo-data/load.js';
import {
  findUnreportedEnds,
  findUnreportedRequests,
} from '../../../src/generation-jobs/reporting/lost-events.queries.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-stores.js';

const scale = 0.02;

async function countRows(dataSource: DataSource): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of [
    ...demoTables.map((table) => table.name),
    'tag_cardinality_stats',
    'content_counters',
  ]) {
    const [row] = await dataSource.query<{ count: number }[]>(`SELECT count(*) FROM ${name}`);
    counts[name] = row!.count;
  }
  return counts;
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

describe('a database with the demo data', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let result: LoadResult;
  const labels: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    ({ dataSource } = database);
    result = await loadDemoData(dataSource, {
      scale,
      onProgress: (_done, _total, label) => labels.push(label),
    });
  });
  afterAll(() => database.drop());

  /** Rows a statement finds; each statement here looks for contradictions. */
  async function find(statement: string): Promise<unknown[]> {
    return await dataSource.query<unknown[]>(statement);
  }

  it('says how many rows it wrote, table by table', async () => {
    const {
      content_counters: _kept,
      tag_cardinality_stats: _derived,
      ...copied
    } = await countRows(dataSource);

    expect(result.rows).toBe(sum(copied));
    expect(Object.values(copied)).not.toContain(0);
    expect(labels).toEqual(expect.arrayContaining(['users', 'content items', 'route analytics hourly']));
    expect(labels.at(-1)).toBe(`${result.rows.toLocaleString('en')} rows`);
  });

  it('is known to hold it', async () => {
    expect(await hasDemoData(dataSource)).toBe(true);
  });

  it.each([
    [
      'content',
      'creator_id, source_type, is_private',
      'content_items',
      'content_counters WHERE creator_id IS NOT NULL',
    ],
    ['tags', 'tag_key, source_type, is_private', 'content_tags', 'tag_counters'],
  ])('counts its %s as they are', async (_what, key, counted, counters) => {
    const kept = `SELECT ${key}, sum(total)::bigint FROM ${counters} GROUP BY ${key}`;
    const live = `SELECT ${key}, count(*) FROM ${counted} GROUP BY ${key}`;

    expect(await find(`(${kept} EXCEPT ${live}) UNION ALL (${live} EXCEPT ${kept})`)).toEqual([]);
  });

  it('has the numbers behind the popular tags', async () => {
    const kept = 'SELECT tag_id, content_source, cardinality FROM tag_cardinality_stats';
    const live = `
      SELECT t.id, c.source_type, count(*)::int
      FROM content_tags c
      JOIN tags t ON t.key = c.tag_key
      GROUP BY t.id, c.source_type`;

    expect(await find(`(${kept} EXCEPT ${live}) UNION ALL (${live} EXCEPT ${kept})`)).toEqual([]);
  });

  it('repeats in content_tags what the items say', async () => {
    const contradictions = await find(`
      SELECT c.content_id
      FROM content_tags c
      JOIN content_items i ON i.id = c.content_id
      WHERE (c.created_at, c.source_type, c.is_private) IS DISTINCT FROM (i.created_at, i.source_type, i.is_private)`);

    expect(contradictions).toEqual([]);
  });

  it('has the hours of generation that the rollup makes of their events', async () => {
    const hours = (): Promise<Record<string, unknown>[]> =>
      dataSource.query('SELECT * FROM generation_metrics_hourly ORDER BY "timestamp"');
    const loaded = await hours();
    const [first, last] = [loaded[0]!.timestamp as Date, loaded.at(-1)!.timestamp as Date];
    const range = { from: first, to: new Date(last.getTime() + 3_600_000) };
    await dataSource.transaction((manager) => rollUpGenerationHours(manager, range));
    const rolled = await hours();
    expect(rolled.map(({ updated_at: _, ...hour }) => hour)).toEqual(
      loaded.map(({ updated_at: _, ...hour }) => ({
        ...hour,
        avg_queue_length:
          hour.avg_queue_length === null ? null : expect.closeTo(hour.avg_queue_length as number),
      })),
    );
  });

  it('has an event of every request and end of the last day, so that none is taken for lost', async () => {
    const now = Date.now();
    const lastDay = { from: new Date(now - 86_400_000), to: new Date(now), afterId: 0, limit: 10 };

    expect(await findUnreportedRequests(dataSource, lastDay)).toEqual([]);
    expect(await findUnreportedEnds(dataSource, lastDay)).toEqual([]);
  });

  it('is analysed, so that the first queries are planned from facts', async () => {
    const unknown = await find(`
      SELECT c.relname
      FROM pg_class c
      WHERE c.relname IN (${demoTables.map(({ name }) => `'${name}'`).join(', ')})
        AND NOT EXISTS (SELECT 1 FROM pg_stats s WHERE s.tablename = c.relname)`);

    expect(unknown).toEqual([]);
  });

  it('numbers new rows after its own', async () => {
    const created = dataSource.query(
      `WITH tag AS (
         INSERT INTO tags (name, slug) VALUES ('new tag', 'new_tag') RETURNING key
       ), item AS (
         INSERT INTO content_items (title, content_type, content_data, prompt, creator_id, source_type)
         VALUES ('new', 'text', 'new', 'new', $1, 'items') RETURNING id, created_at
       ), job AS (
         INSERT INTO generation_jobs (user_id, job_type, prompt) VALUES ($1, 'text_generation', 'new')
       )
       INSERT INTO user_interactions (user_id, interaction_type) VALUES ($1, 'view')`,
      [demoUserId],
    );

    await expect(created).resolves.toBeDefined();
  });

  it('is left as it is by a second load', async () => {
    const before = await countRows(dataSource);
    const again = await loadDemoData(dataSource, { scale });

    expect(again.rows).toBe(0);
    expect(await countRows(dataSource)).toEqual(before);
  });

  it('leaves the time limits of a request on the connections it used', async () => {
    const [setting] = await dataSource.query<{ limit: string }[]>(
      `SELECT current_setting('statement_timeout') AS limit`,
    );

    expect(setting!.limit).toBe('15s');
  });
});

describe('loadDemoData', () => {
  let database: TestDatabase;

  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  it('refuses a database that holds other data, and names the table', async () => {
    await database.dataSource.query(`INSERT INTO users (username, email) VALUES ('ada', 'ada@example.com')`);

    await expect(loadDemoData(database.dataSource, { scale })).rejects.toThrow(OtherDataError);
    await expect(loadDemoData(database.dataSource, { scale })).rejects.toThrow(/'users'/);
    expect(await hasDemoData(database.dataSource)).toBe(false);
  });

  it('leaves nothing behind when it is interrupted, and the next load is whole', async () => {
    const interrupt = (_done: number, _total: number, label: string): void => {
      if (label === 'user interactions') throw new Error('interrupted');
    };

    await expect(loadDemoData(database.dataSource, { scale, onProgress: interrupt })).rejects.toThrow(
      'interrupted',
    );
    expect(sum(await countRows(database.dataSource))).toBe(0);
    expect(await hasDemoData(database.dataSource)).toBe(false);
    expect((await loadDemoData(database.dataSource, { scale })).rows).toBeGreaterThan(0);
  });

  it('leaves nothing behind when its connection is cut', async () => {
    const { dataSource } = database;
    let cut: Promise<unknown> | undefined;
    const cutConnection = (): void => {
      cut ??= dataSource.query(`
        SELECT pg_terminate_backend(pid)
        FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`);
    };

    await expect(loadDemoData(dataSource, { scale, onProgress: cutConnection })).rejects.toThrow();
    await cut;
    expect(sum(await countRows(dataSource))).toBe(0);
  });

  it('loads once when two processes start at the same time', async () => {
    const results = await Promise.all([1, 2].map(() => loadDemoData(database.dataSource, { scale })));

    expect(results.filter(({ rows }) => rows > 0)).toHaveLength(1);
    expect(await hasDemoData(database.dataSource)).toBe(true);
  });
});
