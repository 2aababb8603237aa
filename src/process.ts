import type { Logger } from 'pino';
import type { AppConfig } from './config/app-config.js';
import { TimeBudgetError, within } from './common/within.js';
import { ConfigError } from './config/config.error.js';
import { loadConfig } from './config/load-config.js';
import { createLogger } from './logging/logger.js';
import { openStores } from './stores.js';

/** What a process runs: a Nest application, of either kind. */
interface Running {
  close(): Promise<unknown>;
}

type Start = (config: AppConfig, logger: Logger) => Promise<Running>;

function explain(error: unknown): string {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is in use; choose another with API_PORT`;
  return error instanceof ConfigError
    ? `configuration: ${error.message}`
    : String((error as Error).stack ?? error);
}

function fail(name: string, error: unknown): never {
  process.stderr.write(`${name}: ${explain(error)}\n`);
  process.exit(1);
}

/** A process that cannot finish in time leaves its work to the others: jobs are run again, entries read again. */
async function closeWithin(seconds: number, running: Running): Promise<void> {
  try {
    await within(seconds * 1000, running.close());
  } catch (error) {
    if (!(error instanceof TimeBudgetError)) throw error;
    process.exitCode = 1;
    process.stderr.write(`still busy after ${seconds} s; leaving\n`);
  }
}

function stopOnSignal(stop: () => Promise<void>, logger: Logger): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      logger.info(`${signal}: stopping`);
      void stop().then(
        () => process.exit(),
        (error: unknown) => fail('stop', error),
      );
    });
  }
}

/**
 * Runs one process from configuration to exit: a wrong setting ends it with one line, SIGTERM and SIGINT let the
 * work under way finish within `api-shutdown-timeout-seconds`.
 */
export async function runProcess(name: 'api' | 'worker', start: Start): Promise<void> {
  try {
    const stores = await openStores(loadConfig(), (line) => process.stderr.write(`${line}\n`));
    const logger = createLogger(stores.config);
    const running = await start(stores.config, logger).catch(async (error: unknown) => {
      await stores.release();
      throw error;
    });
    stopOnSignal(async () => {
      await closeWithin(stores.config.get('api-shutdown-timeout-seconds'), running);
      await stores.release();
    }, logger);
  } catch (error) {
    fail(name, error);
  }
}
