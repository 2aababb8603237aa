import type { DynamicModule, Type } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { DestinationStream, Logger } from 'pino';
import supertest from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import type { DataSource } from 'typeorm';
import { AppModule } from '../../src/app.module.js';
import type { AppConfig } from '../../src/config/app-config.js';
import type { SettingValues } from '../../src/config/config.schema.js';
import type { Connections } from '../../src/config/connections.js';
import { createApi } from '../../src/create-api.js';
import { createLogger } from '../../src/logging/logger.js';
import { createTestDatabase, testConfig, testRedis, type TestRedis } from './test-stores.js';

/** The whole API on stores of its own, reachable through supertest and over a real socket. */
export interface TestApp {
  readonly app: NestExpressApplication;
  readonly config: AppConfig;
  readonly http: TestAgent;
  readonly url: string;
  readonly dataSource: DataSource;
  readonly redis: TestRedis;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** Controllers of the test's own, beside the product's; they state their whole path. */
  controllers?: Type[];
  /** Receives the log, one JSON line at a time. */
  log?: DestinationStream;
  /** Other ways to the stores, made of the URLs of the app's own. */
  reroute?: (stores: { databaseUrl: string; redisUrl: string }) => Promise<Connections>;
}

function withControllers(config: AppConfig, logger: Logger, controllers: Type[] = []): DynamicModule {
  class TestModule {}
  return { module: TestModule, imports: [AppModule.register(config, logger)], controllers };
}

export async function createTestApp(
  values: Partial<SettingValues> = {},
  { controllers, log, reroute }: TestAppOptions = {},
): Promise<TestApp> {
  const database = await createTestDatabase();
  const redis = testRedis();
  const stores = { databaseUrl: database.url, redisUrl: redis.url };
  const config = testConfig(
    { 'redis-ns': redis.ns, 'log-format': 'json', ...values },
    { ...stores, ...(await reroute?.(stores)) },
  );
  const logger = createLogger(config, 'stdout', log);
  const app = await createApi(config, logger, withControllers(config, logger, controllers));
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    app,
    config,
    http: supertest(url),
    url,
    dataSource: database.dataSource,
    redis,
    close: async () => {
      await app.close();
      await redis.close();
      await database.drop();
    },
  };
}
