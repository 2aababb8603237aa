import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../src/database/data-source.js';
import { createUser } from '../../support/factories/user.factory.js';
import { testConfig } from '../../support/test-stores.js';
import { untilBlocked } from '../../support/until-blocked.js';
import { until } from '../../support/until.js';
import { GenerationSite } from '../support/generation-site.js';
import { JobClient } from '../support/job-client.js';
import { JobRecords } from '../support/job-records.js';

describe('a request for generation whose api is killed, sent again under its key', () => {
  let site: GenerationSite;
  let client: JobClient;
  let dataSource: DataSource;
  let job: Record<string, string>;
  let key: string;

  beforeAll(async () => {
    site = await GenerationSite.open();
    client = new JobClient(site.apiUrl);
    dataSource = await createDataSource(testConfig({}, site.options.connections)).initialize();
  }, 60_000);
  beforeEach(async () => {
    key = randomUUID();
    job = { user_id: (await createUser(dataSource)).id, job_type: 'text', prompt: 'a story of the sea' };
  });
  afterAll(async () => {
    await dataSource.destroy();
    await site.close();
  }, 60_000);

  async function idsOfJobs(): Promise<number[]> {
    const rows = await dataSource.query<{ id: number }[]>(
      `SELECT id FROM generation_jobs WHERE user_id = $1`,
      [job['user_id']],
    );
    return rows.map(({ id }) => id);
  }

  async function expectOneJob(id: number): Promise<void> {
    expect(await client.create(job, key)).toBe(id);
    expect(await idsOfJobs()).toEqual([id]);
    const records = new JobRecords(dataSource);
    await until(async () => (await records.openPrompts()).length === 0);
    const [stored] = await records.stored([id]);
    expect(stored).toMatchObject({ status: 'completed', contents: 1 });
    expect(stored!.statuses.filter((status) => status === 'started')).toHaveLength(1);
  }

  it('makes the job when it was about to be stored', async () => {
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT FROM users WHERE id = $1 FOR UPDATE', [job['user_id']]);
    const request = client.create(job, key);
    await untilBlocked(dataSource);
    await site.killApi();
    await runner.rollbackTransaction();
    await runner.release();
    await site.startApi();
    await expectOneJob(await request);
  }, 60_000);

  it('finds the job that had been stored and not yet queued', async () => {
    site.redis.freeze();
    const request = client.create(job, key);
    await until(async () => (await idsOfJobs()).length > 0);
    await site.killApi();
    site.redis.thaw();
    // The api takes the first request to be under way for a minute.
    await dataSource.query(
      `UPDATE idempotency_keys SET created_at = created_at - INTERVAL '1 minute'
       WHERE key = $1 AND response_body IS NULL`,
      [key],
    );
    const stored = await idsOfJobs();
    await site.startApi();
    expect([await request]).toEqual(stored);
    await expectOneJob(stored[0]!);
  }, 60_000);

  it('is answered as it was when only the client has not heard', async () => {
    const id = await client.create(job, key);
    await site.killApi();
    await site.startApi();
    await expectOneJob(id);
  }, 60_000);
});
