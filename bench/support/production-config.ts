import type { AppConfig } from '../../src/config/app-config.js';
import type { Connections } from '../../src/config/connections.js';
import { loadConfig } from '../../src/config/load-config.js';

/** What a server under measurement is started with; variables are those of the environment, such as `LOG_LEVEL`. */
export interface ServerInput {
  readonly connections: Connections;
  readonly variables?: Readonly<Record<string, string>>;
}

/** The configuration of production, but for the rate limit. */
export function productionConfig({ connections, variables }: ServerInput): AppConfig {
  return loadConfig({
    variables: {
      APP_ENV: 'prod',
      API_SECRET_KEY: 'nothing here is secret',
      DATABASE_URL: connections.databaseUrl,
      REDIS_URL: connections.redisUrl,
      RATE_LIMIT_ENABLED: 'false',
      ...variables,
    },
  });
}
