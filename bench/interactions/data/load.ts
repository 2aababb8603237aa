import pg from 'pg';
import type { AppConfig } from '../../../src/config/app-config.js';
import { withBareTables } from '../../content/data/bare-tables.js';

export interface InteractionsScale {
  /** 1 is 100,000 users, 200,000 items and 10 million interactions. */
  readonly scale: number;
}

const fullSize = { users: 100_000, items: 200_000, interactions: 10_000_000 };

/** The loaded interactions are numbered up to here. */
export function lastLoadedId({ scale }: InteractionsScale): number {
  return Math.max(1, Math.round(fullSize.interactions * scale));
}

/** Rows of one statement. */
const portion = 1_000_000;

/** What builds an index over millions of rows wants of a session; the server keeps the product's settings. */
const sessionSettings = `SET maintenance_work_mem = '1GB'; SET work_mem = '256MB'; SET client_min_messages = warning`;

async function loadUsers(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `INSERT INTO users (id, username, email)
     SELECT md5('user ' || n)::uuid, 'user_' || n, 'user' || n || '@example.com'
     FROM generate_series(0, $1::int - 1) AS n`,
    [count],
  );
}

/** Items without texts of their own: searching them is the content bench's. */
async function loadContent(client: pg.Client, count: number, users: number): Promise<void> {
  await client.query(
    `INSERT INTO content_items (id, title, content_type, content_data, prompt, creator_id, source_type, created_at)
     SELECT n, 'bench', (ARRAY['image', 'image', 'text', 'video', 'audio'])[1 + n % 5], 'bench', 'bench',
       md5('user ' || n % $2::int)::uuid, 'items', now() - INTERVAL '400 days'
     FROM generate_series(1, $1::int) AS n`,
    [count, users],
  );
  await client.query(`SELECT setval(pg_get_serial_sequence('content_items', 'id'), 3000000 + $1)`, [count]);
}

/**
 * A part of a year's interactions in the order of time. The most active user has 0.3 % of them, the most popular item
 * 9 %; three in five are views, one in eleven carries a rating.
 */
async function loadPortion(
  client: pg.Client,
  first: number,
  last: number,
  size: typeof fullSize,
): Promise<void> {
  await client.query(
    `INSERT INTO user_interactions (user_id, content_item_id, interaction_type, rating, duration, created_at)
     SELECT
       md5('user ' || floor($4::int * power(visitor, 2)))::uuid,
       1 + floor($5::int * power(choice, 5)),
       type,
       CASE WHEN type = 'rate' OR type = 'comment' AND opinion > 0.5 THEN 1 + floor(5 * sqrt(opinion)) END,
       CASE WHEN type = 'view' THEN floor(-40 * ln(1 - patience)) END,
       now() - INTERVAL '365 days' * (1 - n::float8 / $3)
     FROM (
       SELECT n, random() AS visitor, random() AS choice, random() AS opinion, random() AS patience,
         (ARRAY['like', 'like', 'like', 'bookmark', 'share', 'download', 'comment', 'rate',
           'view', 'view', 'view', 'view', 'view', 'view', 'view', 'view', 'view', 'view', 'view', 'view'
         ])[1 + floor(20 * random())] AS type
       FROM generate_series($1::int, $2::int) AS n
     ) AS draws`,
    [first, last, size.interactions, size.users, size.items],
  );
}

async function loadInteractions(client: pg.Client, size: typeof fullSize): Promise<void> {
  await client.query('SELECT setseed(0.5)');
  for (let first = 1; first <= size.interactions; first += portion) {
    await loadPortion(client, first, Math.min(first + portion - 1, size.interactions), size);
    process.stderr.write(`${Math.min(first + portion - 1, size.interactions)} interactions\n`);
  }
}

async function loadTables(client: pg.Client, size: typeof fullSize): Promise<void> {
  await loadUsers(client, size.users);
  await loadContent(client, size.items, size.users);
  await client.query('ALTER TABLE user_interactions DISABLE TRIGGER USER');
  await loadInteractions(client, size);
  await client.query('ALTER TABLE user_interactions ENABLE TRIGGER USER');
}

/** Fills an empty, migrated database: the indexes are built, and the interactions counted, when all rows are there. */
export async function loadBenchData(config: AppConfig, { scale }: InteractionsScale): Promise<void> {
  const scaled = (count: number): number => Math.max(1, Math.round(count * scale));
  const size = {
    users: scaled(fullSize.users),
    items: scaled(fullSize.items),
    interactions: scaled(fullSize.interactions),
  };
  const client = new pg.Client(config.databaseUrl);
  await client.connect();
  try {
    await client.query(sessionSettings);
    await withBareTables(
      client,
      ['content_items', 'user_interactions'],
      () => loadTables(client, size),
      (statement) => process.stderr.write(`${statement.slice(0, 100)}\n`),
    );
    await client.query('SELECT fold_counters(), recount_interactions()');
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}
