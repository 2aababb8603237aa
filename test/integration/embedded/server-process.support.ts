import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';

export interface Holder {
  process: ChildProcess;
  urls: { database: string; redis: string };
}

/** Starts a process that holds the servers of a data dir; rejects with what it wrote when it fails. */
export async function holdServers(dataDir: string, env: NodeJS.ProcessEnv = process.env): Promise<Holder> {
  const script = join(import.meta.dirname, 'hold-servers.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], { env });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'close')]);
  if (!Buffer.isBuffer(line)) throw new Error(errors);
  return { process: child, urls: JSON.parse(line.toString()) as Holder['urls'] };
}

export async function end(holder: Holder, signal: NodeJS.Signals): Promise<void> {
  const exit = once(holder.process, 'exit');
  holder.process.kill(signal);
  await exit;
}

export async function query<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

export async function onRedis<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  try {
    return await work(client);
  } finally {
    client.disconnect();
  }
}

/** What differs between two runs of the servers: equal answers mean the same pair of processes. */
export async function identify(urls: Holder['urls']): Promise<string> {
  const [row] = await query<{ started: string }>(
    urls.database,
    'SELECT pg_postmaster_start_time()::text AS started',
  );
  const info = await onRedis(urls.redis, (client) => client.info('server'));
  return `${row?.started ?? ''} ${/run_id:(\w+)/.exec(info)?.[1] ?? ''}`;
}

export async function isUp(urls: Holder['urls']): Promise<{ postgres: boolean; redis: boolean }> {
  const [postgres, redis] = await Promise.allSettled([
    query(urls.database, 'SELECT 1'),
    onRedis(urls.redis, (client) => client.ping()),
  ]);
  return { postgres: postgres.status === 'fulfilled', redis: redis.status === 'fulfilled' };
}
