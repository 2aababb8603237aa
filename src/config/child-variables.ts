import type { AppConfig } from './app-config.js';
import { variantOf } from './connections.js';

/** The variables with which a child process gets the environment and the stores of this configuration. */
export function childVariables(config: AppConfig): Record<string, string | undefined> {
  return {
    ...process.env,
    APP_ENV: config.environment,
    ENV_TARGET: undefined,
    [variantOf('DATABASE_URL', config.environment)]: config.databaseUrl,
    REDIS_URL: config.redisUrl,
  };
}
