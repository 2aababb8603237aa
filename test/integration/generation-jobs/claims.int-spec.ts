import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../../src/embedded/ports.js';
import { createUser } from '../../support/factories/user.factory.js';
import { ProductProcess, type ProductOptions } from '../../support/product-process.js';
import {
  createTestDatabase,
  type TestDatabase,
  testRedis,
  type TestRedis,
} from '../../support/test-stores.js';

const jobCount = 500;
const userCount = 10;

describe('two claimers over HTTP and two workers, each in a process of its own', () => {
  let database: TestDatabase;
  let redis: TestRedis;
  let storage: string;
  const processes: ProductProcess[] = [];
  const apiUrls: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    redis = testRedis();
    storage = mkdtempSync(join(tmpdir(), 'genonaut-storage-'));
    await Promise.all([startApi('one'), startApi('two'), start('worker'), start('worker')]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(processes.map((one) => one.stop()));
    await redis.close();
    await database.drop();
    rmSync(storage, { recursive: true });
  });

  async function start(kind: 'api' | 'worker', values: ProductOptions['values'] = {}): Promise<void> {
    const connections = { databaseUrl: database.url, redisUrl: redis.url };
    const own = { 'redis-ns': redis.ns, 'storage-dir': storage };
    processes.push(await ProductProcess.start(kind, { connections, values: { ...own, ...values } }));
  }

  async function startApi(name: string): Promise<void> {
    const port = await findFreePort(join(storage, name));
    apiUrls.push(`http://127.0.0.1:${port}/api/v1/generation-jobs`);
    await start('api', { 'api-host': '127.0.0.1', 'api-port': port });
  }

  async function send(method: string, url: string, body?: object): Promise<Record<string, unknown>> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  }

  async function createJobs(userId: string, user: number): Promise<void> {
    const job = { user_id: userId, job_type: 'text', prompt: 'a story of the sea' };
    for (let index = user; index < jobCount; index += userCount)
      await send('POST', apiUrls[index % apiUrls.length]!, job);
  }

  async function countEnded(): Promise<number> {
    const [row] = await database.dataSource.query<{ ended: number }[]>(
      `SELECT count(completed_at)::int AS ended FROM generation_jobs`,
    );
    return row!.ended;
  }

  /** Takes jobs and completes them until all have ended; answers which they were. */
  async function claimAll(apiUrl: string): Promise<number[]> {
    const taken: number[] = [];
    while ((await countEnded()) < jobCount) {
      const { items } = await send('POST', `${apiUrl}/queue/process?max_jobs=3`);
      for (const { id } of items as { id: number }[]) {
        taken.push(id);
        await send('PUT', `${apiUrl}/${id}/complete`, {});
      }
    }
    return taken;
  }

  it('share 500 jobs, and none runs twice', async () => {
    const users = await Promise.all(Array.from({ length: userCount }, () => createUser(database.dataSource)));
    const creating = Promise.all(users.map(({ id }, user) => createJobs(id, user)));
    const [claims] = await Promise.all([Promise.all(apiUrls.map(claimAll)), creating]);
    const claimed = claims.flat().sort((one, other) => one - other);

    const jobs = await database.dataSource.query<Record<string, unknown>[]>(
      `SELECT j.id, j.status, j.attempts,
         (SELECT array_agg(e.event->>'status' ORDER BY e.seq) FROM generation_job_events e
          WHERE e.job_id = j.id AND e.event->>'status' <> 'processing') AS statuses,
         (SELECT count(*)::int FROM content_items c
          WHERE c.item_metadata->>'generation_job_id' = j.id::text) AS contents
       FROM generation_jobs j ORDER BY j.id`,
    );
    const once = { status: 'completed', attempts: 1, statuses: ['started', 'completed'] };
    expect(jobs).toHaveLength(jobCount);
    expect(jobs.filter(({ contents }) => contents === 0).map(({ id }) => id)).toEqual(claimed);
    for (const job of jobs)
      expect(job).toEqual({ ...once, id: job['id'], contents: job['contents'] === 0 ? 0 : 1 });
    expect(claims.every((taken) => taken.length > 0)).toBe(true);
    expect(claimed.length).toBeLessThan(jobCount);
  }, 120_000);
});
