/**
 * Loads the demo data by COPY, table after table, in one transaction: whatever interrupts it, the database is as
 * empty as before, and no marker or clean-up is needed. The demo user is therefore the mark of a complete load.
 */
import type { ClientBase } from 'pg';
import sql, { raw } from 'sql-template-tag';
import type { DataSource, QueryRunner } from 'typeorm';
import type { ProgressListener } from '../common/progress-bar.js';
import { foldCounters } from '../content/content-counts.queries.js';
import { runSql, type SqlExecutor } from '../database/run-sql.js';
import { ensurePartitions } from '../stream-pipeline/partitions.js';
import { copyRows } from './copy-writer.js';
import { demoTables } from './demo-tables.js';
import { demoUserId } from './demo-users.js';
import { generationEventsFrom } from './generation-events.generator.js';
import { createWorld, type World } from './world.js';

export interface LoadOptions {
  /** 1 is 500 users, 40,000 items and 200,000 interactions. */
  scale?: number;
  /** Nothing in the data is later; the machine's time by default. */
  now?: Date;
  onProgress?: ProgressListener;
}

export interface LoadResult {
  /** Rows written; 0 when the demo data was there already. */
  rows: number;
  seconds: number;
}

/** The database holds something else, which demo data must not be mixed into. */
export class OtherDataError extends Error {
  constructor(table: string) {
    super(
      `the database already has data of its own in '${table}': demo data loads into an empty database only`,
    );
  }
}

/** The tables whose ids the generators choose, and the column a sequence numbers from then on. */
const chosenIds = [
  ['tags', 'key'],
  ['content_items', 'id'],
  ['generation_jobs', 'id'],
] as const;

const timeLimits = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];

/** True when a load has been completed; an interrupted one leaves nothing. */
export async function hasDemoData(executor: SqlExecutor): Promise<boolean> {
  const users = await runSql(executor, sql`SELECT 1 FROM users WHERE id = ${demoUserId}`);
  return users.length > 0;
}

async function refuseOtherData(executor: SqlExecutor): Promise<void> {
  for (const { name } of demoTables) {
    const rows = await runSql(executor, sql`SELECT 1 FROM ${raw(name)} LIMIT 1`);
    if (rows.length > 0) throw new OtherDataError(name);
  }
}

/** Draws progress over all tables from the rows each one is expected to have. */
class LoadProgress {
  rows = 0;
  private readonly total: number;

  constructor(
    world: World,
    private readonly listener: ProgressListener | undefined,
  ) {
    this.total = Math.ceil(demoTables.reduce((sum, table) => sum + table.estimate(world), 0));
  }

  add(count: number, table: string): void {
    this.rows += count;
    // Only the end of the whole load is 100 %, however well the estimate was met.
    this.listener?.(Math.min(this.rows, this.total * 0.99), this.total, table.replaceAll('_', ' '));
  }

  finish(): void {
    this.listener?.(this.total, this.total, `${this.rows.toLocaleString('en')} rows`);
  }
}

async function fillTagStatistics(executor: SqlExecutor, now: Date): Promise<void> {
  await runSql(
    executor,
    sql`
      INSERT INTO tag_cardinality_stats (tag_id, content_source, cardinality, updated_at)
      SELECT t.id, c.source_type, count(*), ${now}
      FROM content_tags c
      JOIN tags t ON t.key = c.tag_key
      GROUP BY t.id, c.source_type`,
  );
}

/** New rows are numbered after the loaded ones. */
async function advanceSequences(executor: SqlExecutor): Promise<void> {
  for (const [table, column] of chosenIds) {
    await runSql(
      executor,
      sql`
        SELECT setval(s.seqrelid::regclass, GREATEST(s.seqstart, pg_sequence_last_value(s.seqrelid), loaded.last))
        FROM pg_sequence s, (SELECT max(${raw(column)}) AS last FROM ${raw(table)}) AS loaded
        WHERE s.seqrelid = pg_get_serial_sequence(${table}, ${column})::regclass`,
    );
  }
}

async function copyTables(runner: QueryRunner, world: World, progress: LoadProgress): Promise<void> {
  const client = (await runner.connect()) as ClientBase;
  for (const table of demoTables) {
    const target = { table: table.name, columns: table.columns };
    await copyRows(client, target, table.rows(world), (count) => {
      progress.add(count, table.name);
    });
  }
}

async function loadInTransaction(
  runner: QueryRunner,
  world: World,
  progress: LoadProgress,
): Promise<boolean> {
  await runSql(runner, sql`SELECT pg_advisory_xact_lock(hashtext('demo data'))`); // two loads take turns
  if (await hasDemoData(runner)) return false;
  await refuseOtherData(runner);
  await ensurePartitions(runner, 'generation_events', generationEventsFrom(world.now), world.now.getTime());
  await copyTables(runner, world, progress);
  await fillTagStatistics(runner, world.now);
  await advanceSequences(runner);
  return true;
}

/** The limits are those of a request; the connection goes back to the pool with them. */
async function withoutTimeLimits(runner: QueryRunner, work: () => Promise<void>): Promise<void> {
  for (const limit of timeLimits) await runSql(runner, sql`SELECT set_config(${limit}, '0', FALSE)`);
  try {
    await work();
  } finally {
    const resets = sql`${raw(timeLimits.map((limit) => `RESET ${limit}`).join('; '))}`;
    await runSql(runner, resets).catch(() => undefined); // the connection may be what broke
  }
}

async function inTransaction<T>(runner: QueryRunner, work: () => Promise<T>): Promise<T> {
  await runner.startTransaction();
  try {
    const result = await work();
    await runner.commitTransaction();
    return result;
  } catch (error) {
    await runner.rollbackTransaction().catch(() => undefined); // the connection may be what broke
    throw error;
  }
}

/**
 * Folds the counters, and gives the planner its statistics and the GIN indexes their pending entries, which the first
 * searches would pay for.
 */
async function tidyUp(runner: QueryRunner): Promise<void> {
  await foldCounters(runner);
  const tables = [
    ...demoTables.map(({ name }) => name),
    'tag_cardinality_stats',
    'counter_totals',
    'counter_changes',
    'interaction_totals',
    'interaction_changes',
  ];
  await runSql(runner, sql`VACUUM (ANALYZE) ${raw(tables.join(', '))}`);
}

/**
 * Fills an empty, migrated database with the demo data; one that has it already is left as it is.
 * @throws OtherDataError when the database holds other data.
 */
export async function loadDemoData(dataSource: DataSource, options: LoadOptions = {}): Promise<LoadResult> {
  const startedAt = performance.now();
  const world = createWorld({ scale: options.scale ?? 1, now: options.now ?? new Date() });
  const progress = new LoadProgress(world, options.onProgress);
  const runner = dataSource.createQueryRunner();
  try {
    await withoutTimeLimits(runner, async () => {
      if (!(await inTransaction(runner, () => loadInTransaction(runner, world, progress)))) return;
      await tidyUp(runner);
      progress.finish();
    });
  } finally {
    await runner.release();
  }
  return { rows: progress.rows, seconds: (performance.now() - startedAt) / 1000 };
}
