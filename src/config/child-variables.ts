import type { AppConfig } from './app-config.js';

/** The variables with which a child process gets the environment and the stores of this configuration. */
export function childVariables(config: AppConfig): Record<string, string | undefined> {
  return {
    ...process.env,
    APP_ENV: config.environment,
    ENV_TARGET: undefined,
    DATABASE_URL: config.databaseUrl,
    DATABASE_URL_DEMO: config.databaseUrl,
    DATABASE_URL_TEST: config.databaseUrl,
    REDIS_URL: config.redisUrl,
  };
}
