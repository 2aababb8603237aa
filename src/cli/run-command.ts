import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AppConfig } from '../config/app-config.js';
import { dataDirectory } from '../config/data-dir.js';
import { loadConfig } from '../config/load-config.js';
import { runningEnvironment } from '../embedded/running-environment.js';
import { createLogger } from '../logging/logger.js';
import { NestLogger } from '../logging/nest-logger.js';
import { openStores } from '../stores.js';
import { CliModule } from './cli.module.js';

/** Says something to the person at the terminal; stdout is for results only. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Runs work with the configuration of the environment meant: APP_ENV, else that of the running demo, else dev. */
export async function withConfig<T>(
  work: (config: AppConfig) => Promise<T>,
  options: { migrate?: boolean } = {},
): Promise<T> {
  const running = runningEnvironment(dataDirectory());
  const config = loadConfig(running ? { fallbackEnvironment: running } : {});
  const stores = await openStores(config, say, options);
  try {
    return await work(stores.config);
  } finally {
    await stores.release();
  }
}

/** Gives one command an application context with the services it needs, and closes it afterwards. */
export type CliRunner = <T>(work: (app: INestApplicationContext) => Promise<T>) => Promise<T>;

export const runCommand: CliRunner = (work) =>
  withConfig(async (config) => {
    const logger = createLogger(config.with({ values: { 'log-level': 'warn' } }), 'stderr');
    const options = { abortOnError: false, logger: new NestLogger(logger) };
    const app = await NestFactory.createApplicationContext(CliModule.register(config, logger), options);
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  });
