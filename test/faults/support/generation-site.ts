import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { findFreePort } from '../../../src/embedded/ports.js';
import { type FakeComfyUi, startFakeComfyUi } from '../../support/comfyui/fake-comfyui.js';
import { PrivatePostgres } from './private-postgres.js';
import { PrivateRedis } from './private-redis.js';
import { ProductProcess, type ProductOptions } from '../../support/product-process.js';

const workerCount = 2;

/** How long Redis is gone when it is restarted. */
const awayMs = 300;

/** Everything that generation takes, in processes and stores of a test's own: one api, two workers, a ComfyUI. */
export class GenerationSite {
  private constructor(
    readonly postgres: PrivatePostgres,
    readonly redis: PrivateRedis,
    readonly backend: FakeComfyUi,
    readonly options: ProductOptions,
    private api: ProductProcess,
    private readonly workers: ProductProcess[],
  ) {}

  static async open(): Promise<GenerationSite> {
    const [postgres, redis, backend] = await Promise.all([
      PrivatePostgres.start(),
      PrivateRedis.start(),
      startFakeComfyUi({ stepMs: 20 }),
    ]);
    const storage = mkdtempSync(join(tmpdir(), 'genonaut-storage-'));
    const options: ProductOptions = {
      connections: { databaseUrl: postgres.url, redisUrl: redis.url },
      values: {
        'api-port': await findFreePort(storage),
        'api-host': '127.0.0.1',
        'storage-dir': storage,
        'generation.comfyui-url': backend.url,
        'generation.comfyui-idle-seconds': 1,
        'generation.attempts': 20,
        'generation.backoff-ms': 20,
        'generation.heartbeat-ms': 100,
        'generation.lease-ms': 600,
        'generation.reconcile-ms': 200,
        'generation.progress-interval-ms': 20,
        'live.check-ms': 200,
      },
    };
    const [api, ...workers] = await Promise.all([
      ProductProcess.start('api', options),
      ...Array.from({ length: workerCount }, () => ProductProcess.start('worker', options)),
    ]);
    return new GenerationSite(postgres, redis, backend, options, api, workers);
  }

  get apiUrl(): string {
    return `http://127.0.0.1:${String(this.options.values['api-port'])}`;
  }

  /** @throws when a process has ended by itself */
  assertRuns(): void {
    for (const product of [this.api, ...this.workers]) product.assertRuns();
  }

  async killApi(): Promise<void> {
    await this.api.kill();
  }

  /** Starts an api in place of the one that was killed. */
  async startApi(): Promise<void> {
    this.api = await ProductProcess.start('api', this.options);
  }

  /** Kills the worker of that name, as rows have it; the oldest when none is named. */
  async killWorker(name?: string): Promise<void> {
    await this.takeWorker(name).kill();
  }

  /** Tells the worker of that name, as rows have it, to stop; the oldest when none is named. */
  async stopWorker(name?: string): Promise<void> {
    await this.takeWorker(name).stop();
  }

  async addWorker(): Promise<void> {
    this.workers.push(await ProductProcess.start('worker', this.options));
  }

  async flushRedis(): Promise<void> {
    const client = new Redis(this.redis.url);
    await client.flushall();
    client.disconnect();
  }

  async restartRedis(): Promise<void> {
    await this.redis.kill();
    await sleep(awayMs);
    await this.redis.start();
  }

  async close(): Promise<void> {
    try {
      await Promise.all([this.api, ...this.workers].map((product) => product.stop()));
    } finally {
      await Promise.all([this.postgres.close(), this.redis.close(), this.backend.close()]);
      rmSync(String(this.options.values['storage-dir']), { recursive: true, force: true });
    }
  }

  private takeWorker(name?: string): ProductProcess {
    const place = name === undefined ? 0 : this.workers.findIndex(({ pid }) => name.endsWith(`:${pid}`));
    const [taken] = place < 0 ? [] : this.workers.splice(place, 1);
    if (!taken) throw new Error(`there is no worker ${name ?? 'at all'}`);
    return taken;
  }
}
