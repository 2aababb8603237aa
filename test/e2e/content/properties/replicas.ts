import type { SettingValues } from '../../../../src/config/config.schema.js';
import { createTestApp, type TestApp } from '../../../support/test-app.js';

/**
 * Two processes of the API over the same stores, as behind a load balancer. The second remembers no list row by row, as
 * if all were too long for it.
 */
export interface Replicas {
  readonly apps: readonly [TestApp, TestApp];
  close(): Promise<void>;
}

export async function createReplicas(values: Partial<SettingValues> = {}): Promise<Replicas> {
  const first = await createTestApp(values);
  const { databaseUrl, redisUrl } = first.config;
  const second = await createTestApp(
    { ...values, 'redis-ns': first.redis.ns, 'content.remembered-rows': 0 },
    { reroute: () => Promise.resolve({ databaseUrl, redisUrl }) },
  );
  return {
    apps: [first, { ...second, dataSource: first.dataSource }],
    close: async () => {
      await second.close();
      await first.close();
    },
  };
}
