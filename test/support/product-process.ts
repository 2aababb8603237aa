import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { environmentVariable, type SettingKey } from '../../src/config/config.schema.js';
import { projectRoot } from '../../src/config/project-root.js';

export interface ProductOptions {
  readonly connections: { databaseUrl: string; redisUrl: string };
  readonly values: Partial<Record<SettingKey, string | number | boolean>>;
}

const entries = {
  api: { script: 'dist/src/main.js', readySign: 'api listening' },
  worker: { script: 'dist/src/worker.js', readySign: 'worker ready' },
} as const;

const keptOutput = 20_000;

function variablesOf({ connections, values }: ProductOptions): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  const settings = Object.entries(values).map(([key, value]) => [
    environmentVariable(key as SettingKey),
    String(value),
  ]);
  return {
    PATH,
    HOME,
    APP_ENV: 'test',
    DATABASE_URL_TEST: connections.databaseUrl,
    REDIS_URL: connections.redisUrl,
    LOG_LEVEL: 'info',
    ...(Object.fromEntries(settings) as NodeJS.ProcessEnv),
  };
}

/** An api or worker process as production runs it. */
export class ProductProcess {
  private output = '';
  private readonly child: ChildProcess;
  private readonly exit: Promise<[code: number | null, signal: string | null]>;

  private constructor(
    private readonly kind: keyof typeof entries,
    options: ProductOptions,
  ) {
    this.child = spawn(process.execPath, [entries[kind].script], {
      cwd: projectRoot,
      env: variablesOf(options),
    });
    this.exit = once(this.child, 'exit') as Promise<[number | null, string | null]>;
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        this.output = (this.output + chunk.toString()).slice(-keptOutput);
      });
    }
  }

  /** Answers when the process is ready to work. */
  static async start(kind: keyof typeof entries, options: ProductOptions): Promise<ProductProcess> {
    const product = new ProductProcess(kind, options);
    const { readySign } = entries[kind];
    const ready = new Promise<void>((resolve) => {
      product.child.stdout?.on('data', () => {
        if (product.output.includes(readySign)) resolve();
      });
    });
    await Promise.race([ready, product.exit.then(() => product.complain('did not start'))]);
    return product;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** @throws when the process has ended, which no fault of a store may make it do */
  assertRuns(): void {
    if (this.child.exitCode !== null) this.complain('ended by itself');
  }

  /** Ends it without a word. */
  async kill(): Promise<void> {
    this.assertRuns();
    this.child.kill('SIGKILL');
    await this.exit;
  }

  /** @throws when it does not end cleanly */
  async stop(): Promise<void> {
    this.assertRuns();
    this.child.kill('SIGTERM');
    const [code] = await this.exit;
    if (code !== 0) this.complain('did not end cleanly');
  }

  private complain(what: string): never {
    throw new Error(`${this.kind} ${what}:\n${this.output}`);
  }
}
