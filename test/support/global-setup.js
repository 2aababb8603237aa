/**
 * Before any test that needs a store: starts (or joins) the throw-away servers and migrates one template database,
 * which every test file clones. Runs compiled code, because Jest loads this file before its transforms.
 */
import { join } from 'node:path';
import pg from 'pg';
import { loadConfig } from '../../dist/src/config/load-config.js';
import { createDataSource } from '../../dist/src/database/data-source.js';
import { migrate } from '../../dist/src/database/migrations.js';
import { acquireServers } from '../../dist/src/embedded/servers.js';

const prefix = 'genonaut_test_';

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Databases of runs that did not get to clean up. */
async function dropLeftovers(admin) {
  const { rows } = await admin.query(`SELECT datname FROM pg_database WHERE starts_with(datname, $1)`, [
    prefix,
  ]);
  for (const { datname } of rows) {
    const pid = Number(datname.slice(prefix.length).split('_')[0]);
    if (!isAlive(pid)) await admin.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  }
}

async function resolveStores(config) {
  const { databaseUrl, redisUrl } = config.connections;
  if (databaseUrl && redisUrl) return { databaseUrl, redisUrl, release: () => Promise.resolve() };
  const dataDir = join(import.meta.dirname, '..', '..', '.data', 'test');
  const servers = await acquireServers({
    dataDir,
    durable: false,
    ...(databaseUrl && { only: 'redis' }),
    ...(redisUrl && { only: 'postgres' }),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  return {
    databaseUrl: databaseUrl ?? servers.databaseUrl('postgres'),
    redisUrl: redisUrl ?? servers.redisUrl,
    release: () => servers.release(),
  };
}

export default async function setUp() {
  const config = loadConfig({ variables: { ...process.env, APP_ENV: 'test', ENV_TARGET: undefined } });
  const stores = await resolveStores(config);
  const template = `${prefix}${process.pid}_template`;
  const adminUrl = new URL(stores.databaseUrl);
  adminUrl.pathname = '/postgres';
  const admin = new pg.Client({ connectionString: adminUrl.toString() });
  await admin.connect();
  // On a server that is shared, what looks left over may belong to a run on another machine.
  if (!config.connections.databaseUrl) await dropLeftovers(admin);
  await admin.query(`CREATE DATABASE "${template}"`);
  adminUrl.pathname = `/${template}`;
  await migrate(createDataSource(config.with({ connections: { databaseUrl: adminUrl.toString() } })));

  process.env.TEST_TEMPLATE_URL = adminUrl.toString();
  process.env.TEST_REDIS_URL = stores.redisUrl;
  globalThis.tearDownStores = async () => {
    await admin.query(`DROP DATABASE IF EXISTS "${template}" WITH (FORCE)`);
    await admin.end();
    await stores.release();
  };
}
