import type { SettingValues } from '../../../../src/config/config.schema.js';
import { startTcpProxy } from '../../../support/tcp-proxy.js';
import { createTestApp, type TestApp } from '../../../support/test-app.js';

/** Two processes of the API over the same stores, as behind a load balancer. */
export interface Replicas {
  readonly apps: readonly [TestApp, TestApp];
  close(): Promise<void>;
}

/**
 * @param latencyMs most that data takes between the second process and PostgreSQL, so that between any two of its
 * statements the first has time to change things
 */
export async function createReplicas(values: Partial<SettingValues> = {}, latencyMs = 0): Promise<Replicas> {
  const first = await createTestApp(values);
  const { databaseUrl, redisUrl } = first.config;
  const proxy = await startTcpProxy(databaseUrl, latencyMs);
  const second = await createTestApp(
    { ...values, 'redis-ns': first.redis.ns },
    { reroute: () => Promise.resolve({ databaseUrl: proxy.url, redisUrl }) },
  );
  return {
    apps: [first, { ...second, dataSource: first.dataSource }],
    close: async () => {
      await second.close();
      await proxy.cut();
      await first.close();
    },
  };
}
