import pg from 'pg';
import { SystemClock } from '../../../src/common/clock.js';
import { createProgressBar } from '../../../src/common/progress-bar.js';
import type { AppConfig } from '../../../src/config/app-config.js';
import { foldCounters } from '../../support/fold-counters.js';
import { createDataSource } from '../../../src/database/data-source.js';
import { PreparedStatements } from '../../../src/database/prepared-statements.js';
import { copyRows } from '../../../src/demo-data/copy-writer.js';
import { TagCardinalityService } from '../../../src/tags/tag-cardinality.service.js';
import { withBareTables } from './bare-tables.js';
import { type BenchTable, tablesOf } from './bench-tables.js';
import { type BenchScale, type BenchWorld, createBenchWorld } from './bench-world.js';

/** Rows of one statement: for its triggers PostgreSQL keeps all of them until its end. */
const portion = 1_000_000;

const largeTables = ['content_items', 'content_tags'];

/** What builds an index over millions of rows wants of a session; the server keeps the product's settings. */
const sessionSettings = `SET maintenance_work_mem = '1GB'; SET client_min_messages = warning`;

function* take<T>(iterator: Iterator<T>, count: number): Generator<T> {
  for (let taken = 0; taken < count; taken += 1) {
    const { value, done } = iterator.next();
    if (done) return;
    yield value;
  }
}

async function copyTable(
  client: pg.Client,
  table: BenchTable,
  onRows: (count: number) => void,
): Promise<void> {
  const target = { table: table.name, columns: table.columns };
  const rows = table.rows()[Symbol.iterator]();
  let copied: number;
  do {
    copied = 0;
    await copyRows(client, target, take(rows, portion), (count) => {
      copied += count;
      onRows(count);
    });
  } while (copied === portion);
}

async function copyTables(client: pg.Client, world: BenchWorld): Promise<void> {
  const tell = createProgressBar(process.stderr);
  const tables = tablesOf(world);
  const total = tables.reduce((sum, table) => sum + table.estimate, 0);
  let copied = 0;
  for (const table of tables) {
    await copyTable(client, table, (count) => {
      copied += count;
      tell(Math.min(copied, total * 0.99), total, table.name);
    });
  }
  tell(total, total, `${copied.toLocaleString('en-US')} rows`);
}

/** As the product does once a day. */
async function fillTagStatistics(config: AppConfig): Promise<void> {
  const dataSource = await createDataSource(config).initialize();
  try {
    await new TagCardinalityService(
      new PreparedStatements(dataSource),
      new SystemClock(),
      dataSource,
    ).refresh();
  } finally {
    await dataSource.destroy();
  }
}

/** New rows are numbered after the loaded ones. */
async function advanceSequences(client: pg.Client): Promise<void> {
  await client.query(`
    SELECT setval(pg_get_serial_sequence('tags', 'key'), max(key)) FROM tags;
    SELECT setval(pg_get_serial_sequence('content_items', 'id'), max(id)) FROM content_items`);
}

/**
 * Fills an empty, migrated database. Triggers fire as for any insert, so that counters and the like are as the product
 * keeps them; indexes of the two large tables are built afterwards.
 */
export async function loadBenchData(config: AppConfig, scale: BenchScale): Promise<void> {
  const client = new pg.Client(config.databaseUrl);
  await client.connect();
  try {
    await client.query(sessionSettings);
    await client.query(
      'CREATE SCHEMA bench; CREATE TABLE bench.words (word text PRIMARY KEY, items integer NOT NULL)',
    );
    const world = createBenchWorld(scale, new Date());
    await withBareTables(
      client,
      largeTables,
      () => copyTables(client, world),
      (statement) => process.stderr.write(`${statement.slice(0, 100)}\n`),
    );
    await advanceSequences(client);
    await foldCounters(client);
    await fillTagStatistics(config);
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}
