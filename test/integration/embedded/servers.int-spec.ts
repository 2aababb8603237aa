import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabaseIfMissing } from '../../../src/embedded/create-database.js';
import { acquireServers, type EmbeddedServers } from '../../../src/embedded/servers.js';
import { end, type Holder, holdServers, identify, isUp, onRedis, query } from './server-process.support.js';

const both = { postgres: true, redis: true };
const neither = { postgres: false, redis: false };

describe('embedded servers', () => {
  let dataDir: string;
  let held: EmbeddedServers[];

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'genonaut-servers-'));
    chmodSync(dataDir, 0o755);
    held = [];
  });

  afterEach(async () => {
    for (const servers of held) await servers.release();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function acquire(only?: 'postgres' | 'redis'): Promise<EmbeddedServers> {
    const servers = await acquireServers({
      dataDir,
      durable: true,
      log: () => undefined,
      ...(only && { only }),
    });
    held.push(servers);
    return servers;
  }

  function urlsOf(servers: EmbeddedServers): Holder['urls'] {
    return { database: servers.databaseUrl('postgres'), redis: servers.redisUrl };
  }

  it('are joined by a second process and stopped by the last one to release them', async () => {
    const mine = await acquire();
    const urls = urlsOf(mine);
    const other = await holdServers(dataDir);
    expect(other.urls).toEqual(urls);

    await mine.release();
    expect(await isUp(urls)).toEqual(both);
    await end(other, 'SIGTERM');
    expect(await isUp(urls)).toEqual(neither);
  });

  it('are one pair for processes that start at the same moment', async () => {
    const holders = await Promise.all([holdServers(dataDir), holdServers(dataDir), holdServers(dataDir)]);
    const pairs = await Promise.all(holders.map(({ urls }) => identify(urls)));
    expect(new Set(pairs).size).toBe(1);
    await Promise.all(holders.map((holder) => end(holder, 'SIGTERM')));
    expect(await isUp(holders[0].urls)).toEqual(neither);
  });

  it('keep their data and their ports over a stop', async () => {
    const first = await acquire();
    expect(await createDatabaseIfMissing(first.databaseUrl('kept'))).toBe(true);
    await query(first.databaseUrl('kept'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    await onRedis(first.redisUrl, (client) => client.set('kept', 'yes'));
    await first.release();

    const second = await acquire();
    expect(urlsOf(second)).toEqual(urlsOf(first));
    expect(await createDatabaseIfMissing(second.databaseUrl('kept'))).toBe(false);
    expect(await query(second.databaseUrl('kept'), 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await onRedis(second.redisUrl, (client) => client.get('kept'))).toBe('yes');
  });

  it('left behind by a killed process are joined by the next one and stopped with it', async () => {
    const killed = await holdServers(dataDir);
    const pair = await identify(killed.urls);
    await end(killed, 'SIGKILL');

    const mine = await acquire();
    expect(await identify(urlsOf(mine))).toBe(pair);
    await mine.release();
    expect(await isUp(killed.urls)).toEqual(neither);
  });

  it('start after a crash that left a pid file naming an unrelated live process', async () => {
    const first = await acquire();
    const [row] = await query<{ path: string }>(
      first.databaseUrl('postgres'),
      "SELECT current_setting('data_directory') AS path",
    );
    const pidFile = join(row!.path, 'postmaster.pid');
    const stale = readFileSync(pidFile, 'utf8').replace(/^\d+/, String(process.pid));
    await first.release();
    writeFileSync(pidFile, stale, { mode: 0o600 });

    expect(await isUp(urlsOf(await acquire()))).toEqual(both);
  });

  it('of two data dirs run side by side', async () => {
    const [one, two] = [await holdServers(join(dataDir, 'one')), await holdServers(join(dataDir, 'two'))];
    expect(await identify(one.urls)).not.toBe(await identify(two.urls));
    await end(one, 'SIGTERM');
    expect([await isUp(one.urls), await isUp(two.urls)]).toEqual([neither, both]);
    await end(two, 'SIGTERM');
  });

  it('move to another port when theirs is taken', async () => {
    const first = await acquire();
    await first.release();
    const port = Number(new URL(first.redisUrl).port);
    const stranger = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
    await once(stranger, 'listening');

    const second = await acquire();
    expect(Number(new URL(second.redisUrl).port)).not.toBe(port);
    expect(await isUp(urlsOf(second))).toEqual(both);
    stranger.close();
  });

  it('start one alone when only that one is wanted', async () => {
    const servers = await acquire('redis');
    expect(await onRedis(servers.redisUrl, (client) => client.ping())).toBe('PONG');
    expect(() => servers.databaseUrl('postgres')).toThrow('PostgreSQL was not asked for');
  });

  it('say why they could not start, with the end of the log, and leave nothing running', async () => {
    const first = await acquire();
    const [row] = await query<{ path: string }>(
      first.databaseUrl('postgres'),
      "SELECT current_setting('config_file') AS path",
    );
    await first.release();
    writeFileSync(row!.path, 'this is no setting\n');

    await expect(acquire()).rejects.toThrow(/PostgreSQL exited at once[^]*syntax error in file/);
    expect(await isUp(urlsOf(first))).toEqual(neither);
  });

  it('start although a process died holding the lock', async () => {
    const dead = { pid: 2 ** 22 + 1, start: '1', token: 'dead' };
    writeFileSync(join(dataDir, 'servers.lock'), JSON.stringify(dead));
    expect(await isUp(urlsOf(await acquire()))).toEqual(both);
    expect(existsSync(join(dataDir, 'servers.lock'))).toBe(false);
  });

  it('run from a folder that only its owner may enter', async () => {
    chmodSync(dataDir, 0o700);
    const servers = await acquire();
    await createDatabaseIfMissing(servers.databaseUrl('kept'));
    await servers.release();
    expect(await createDatabaseIfMissing((await acquire()).databaseUrl('kept'))).toBe(false);
  });

  it('start in such a folder made anew at the path of an earlier one', async () => {
    chmodSync(dataDir, 0o700);
    await (await acquire('postgres')).release();
    rmSync(dataDir, { recursive: true });
    mkdirSync(dataDir, { mode: 0o700 });
    const again = await acquire('postgres');
    expect(await query(again.databaseUrl('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('name what to install when there is no Redis and no known package manager', async () => {
    const path = join(dataDir, 'bin');
    mkdirSync(path);
    symlinkSync('/usr/bin/id', join(path, 'id'));
    await expect(holdServers(dataDir, { ...process.env, PATH: path })).rejects.toThrow(
      'Redis is missing: install redis-server or valkey-server, or set REDIS_URL',
    );
  });
});
