import type { NestExpressApplication } from '@nestjs/platform-express';
import supertest from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import type { DataSource } from 'typeorm';
import type { AppConfig } from '../../src/config/app-config.js';
import type { SettingValues } from '../../src/config/config.schema.js';
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

export async function createTestApp(values: Partial<SettingValues> = {}): Promise<TestApp> {
  const database = await createTestDatabase();
  const redis = testRedis();
  const config = testConfig(
    { 'redis-ns': redis.ns, ...values },
    { databaseUrl: database.url, redisUrl: redis.url },
  );
  const app = await createApi(config, createLogger(config.with({ values: { 'log-format': 'json' } })));
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
