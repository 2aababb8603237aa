import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { AppConfig } from '../../../src/config/app-config.js';
import type { SettingValues } from '../../../src/config/config.schema.js';
import { type GenerationJob, JobType } from '../../../src/generation-jobs/generation-job.entity.js';
import { findJob } from '../../../src/generation-jobs/generation-job.queries.js';
import type { Generator } from '../../../src/generation-jobs/generators/generator.js';
import type { JobEvent } from '../../../src/generation-jobs/lifecycle/job-event.js';
import type { NewJob } from '../../../src/generation-jobs/lifecycle/job-creation.queries.js';
import { JobLifecycle } from '../../../src/generation-jobs/lifecycle/job-lifecycle.js';
import { endStates } from '../../../src/generation-jobs/lifecycle/job-states.js';
import { createUser } from '../../support/factories/user.factory.js';
import {
  createTestDatabase,
  type TestDatabase,
  testConfig,
  testRedis,
  type TestRedis,
} from '../../support/test-stores.js';
import { until } from '../../support/until.js';
import { createJobContext, WorkerProcess } from '../../support/worker-process.js';

/** Stores with generation jobs, and the workers a test has on them. */
export class JobBoard {
  private readonly workers = new Set<WorkerProcess>();

  private constructor(
    readonly config: AppConfig,
    readonly redis: TestRedis,
    private readonly database: TestDatabase,
    private readonly context: INestApplicationContext,
  ) {}

  static async open(values: Partial<SettingValues> = {}): Promise<JobBoard> {
    const database = await createTestDatabase();
    const redis = testRedis();
    const storage = mkdtempSync(join(tmpdir(), 'genonaut-storage-'));
    const own: Partial<SettingValues> = {
      'redis-ns': redis.ns,
      'log-format': 'json',
      'storage-dir': storage,
    };
    const config = testConfig({ ...own, ...values }, { databaseUrl: database.url, redisUrl: redis.url });
    return new JobBoard(config, redis, database, await createJobContext(config));
  }

  get dataSource(): DataSource {
    return this.database.dataSource;
  }

  get<T>(type: new (...args: never[]) => T): T {
    return this.context.get(type);
  }

  async createUser(): Promise<string> {
    return (await createUser(this.dataSource)).id;
  }

  /** Creates a job as the API does; text unless told. */
  async submit(userId: string, overrides: Partial<NewJob> = {}): Promise<GenerationJob> {
    const lifecycle = this.get(JobLifecycle);
    const job = await this.dataSource.transaction((manager) =>
      lifecycle.insert(
        {
          userId,
          jobType: JobType.Text,
          prompt: 'a story',
          params: {},
          priority: 0,
          backend: null,
          negativePrompt: null,
          checkpointModel: null,
          loraModels: [],
          width: null,
          height: null,
          batchSize: 1,
          ...overrides,
        },
        manager,
      ),
    );
    return lifecycle.submit(job);
  }

  async startWorker(generator: Generator, values: Partial<SettingValues> = {}): Promise<WorkerProcess> {
    const worker = await WorkerProcess.start(this.config.with({ values }), generator);
    this.workers.add(worker);
    return worker;
  }

  async stopWorker(worker: WorkerProcess): Promise<void> {
    this.workers.delete(worker);
    await worker.stop();
  }

  async stopWorkers(): Promise<void> {
    await Promise.all([...this.workers].map((worker) => this.stopWorker(worker)));
  }

  async job(id: number): Promise<GenerationJob> {
    const job = await findJob(this.dataSource, id);
    if (!job) throw new Error(`there is no job ${id}`);
    return job;
  }

  async ended(id: number): Promise<GenerationJob> {
    await until(async () => endStates.has((await this.job(id)).status));
    return this.job(id);
  }

  /** What clients were told of a job, in order. */
  async events(id: number): Promise<JobEvent[]> {
    const rows = await this.dataSource.query<{ event: JobEvent }[]>(
      `SELECT event FROM generation_job_events WHERE job_id = $1 ORDER BY seq`,
      [id],
    );
    return rows.map(({ event }) => event);
  }

  async statuses(id: number): Promise<string[]> {
    return (await this.events(id)).map(({ status }) => status);
  }

  async countContent(userId: string): Promise<number> {
    const [row] = await this.dataSource.query<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM content_items WHERE creator_id = $1`,
      [userId],
    );
    return row?.count ?? 0;
  }

  /** Loses everything Redis knows of these jobs. */
  async flushRedis(): Promise<void> {
    const keys = await this.redis.client.keys(`${this.redis.ns}*`);
    if (keys.length > 0) await this.redis.client.del(...keys);
  }

  async close(): Promise<void> {
    await this.stopWorkers();
    await this.context.close();
    await this.redis.close();
    await this.database.drop();
    rmSync(this.config.get('storage-dir'), { recursive: true, force: true });
  }
}
