import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import type { AppConfig } from '../../src/config/app-config.js';
import type { SettingValues } from '../../src/config/config.schema.js';
import { loadConfig } from '../../src/config/load-config.js';
import { createDataSource } from '../../src/database/data-source.js';

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run tests through npm, which starts the stores`);
  return value;
}

async function asAdmin(work: (client: pg.Client, template: string) => Promise<unknown>): Promise<void> {
  const url = new URL(required('TEST_TEMPLATE_URL'));
  const template = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  await work(client, template).finally(() => client.end());
}

/** A migrated database of a test file's own. */
export interface TestDatabase {
  readonly dataSource: DataSource;
  readonly url: string;
  drop(): Promise<void>;
}

/** The configuration of environment test, with settings replaced. */
export function testConfig(
  values: Partial<SettingValues> = {},
  connections: { databaseUrl?: string; redisUrl?: string } = {},
): AppConfig {
  return loadConfig({ variables: { APP_ENV: 'test' } }).with({ values, connections });
}

/** Clones the template database; `empty` makes one without any schema instead. */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const templateUrl = new URL(required('TEST_TEMPLATE_URL'));
  const name = templateUrl.pathname.slice(1).replace('template', randomBytes(6).toString('hex'));
  await asAdmin((client, template) =>
    client.query(`CREATE DATABASE "${name}" TEMPLATE "${options.empty ? 'template0' : template}"`),
  );
  templateUrl.pathname = `/${name}`;
  const url = templateUrl.toString();
  const dataSource = await createDataSource(testConfig({}, { databaseUrl: url })).initialize();
  return {
    dataSource,
    url,
    drop: async () => {
      if (dataSource.isInitialized) await dataSource.destroy();
      await asAdmin((client) => client.query(`DROP DATABASE "${name}" WITH (FORCE)`));
    },
  };
}

/** A Redis client with a key namespace of a test file's own. */
export interface TestRedis {
  readonly client: Redis;
  readonly url: string;
  readonly ns: string;
  close(): Promise<void>;
}

export function testRedis(): TestRedis {
  const url = required('TEST_REDIS_URL');
  const client = new Redis(url);
  const ns = `genonaut_test_${randomBytes(6).toString('hex')}`;
  const close = async (): Promise<void> => {
    const keys = await client.keys(`${ns}*`);
    if (keys.length > 0) await client.del(...keys);
    client.disconnect();
  };
  return { client, url, ns, close };
}
