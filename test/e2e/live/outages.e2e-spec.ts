import type { NestExpressApplication } from '@nestjs/platform-express';
import type { SettingValues } from '../../../src/config/config.schema.js';
import { createApi } from '../../../src/create-api.js';
import { createLogger } from '../../../src/logging/logger.js';
import { RedisSubscriber } from '../../../src/redis/redis-subscriber.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { LiveJob } from './support/live-job.js';
import { LiveSocket } from './support/live-socket.js';
import { LiveStream } from './support/live-stream.js';

describe('watching jobs while the stores come and go', () => {
  let postgres: TcpProxy;
  let redis: TcpProxy;
  let test: TestApp;
  let job: LiveJob;

  const start = async (checkMs: number, values: Partial<SettingValues> = {}): Promise<void> => {
    test = await createTestApp(
      { 'live.check-ms': checkMs, 'log-level': 'fatal', ...values },
      {
        reroute: async (urls) => {
          postgres = await startTcpProxy(urls.databaseUrl);
          redis = await startTcpProxy(urls.redisUrl);
          return { databaseUrl: postgres.url, redisUrl: redis.url };
        },
      },
    );
    job = await LiveJob.create(test);
  };
  afterEach(async () => {
    await test.close();
    await Promise.all([postgres.cut(), redis.cut()]);
  });

  const open = (query = ''): LiveSocket => LiveSocket.open(test.url, `/ws/jobs/${job.id}${query}`);
  const resumed = (): Promise<void> =>
    new Promise((resolve) => void test.app.get(RedisSubscriber).onResume(resolve));

  it('finds what was published while Redis was cut off as soon as it is back', async () => {
    await start(600_000);
    const client = await open().ready();
    await job.tell('started');
    await client.reached(1);
    const back = resumed();
    await redis.cut();
    await job.tell('processing');
    await job.tell('processing');
    await redis.mend();
    await back;
    await client.reached(3);
    await job.tell('completed');
    await client.reached(4);
    expect(client.sequence).toEqual([1, 2, 3, 4]);
    await client.leave();
  });

  it('finds what nobody published by checking', async () => {
    await start(50);
    const client = await open().ready();
    const stream = await LiveStream.open(test.url, `${job.id}/events?since=0`);
    await job.store('started');
    await client.reached(1);
    await job.store('processing');
    await job.store('completed');
    await client.reached(3);
    await stream.ended;
    expect(client.sequence).toEqual([1, 2, 3]);
    expect(stream.updates.map(({ id }) => id)).toEqual(['1', '2', '3']);
    await client.leave();
  });

  it('serves clients that come while Redis is away, by checking', async () => {
    await start(50);
    await redis.cut();
    const client = await open().ready();
    await job.store('started');
    await job.store('completed');
    await client.reached(2);
    expect(client.sequence).toEqual([1, 2]);
    const back = resumed();
    await redis.mend();
    await back;
    expect(await job.subscriptions()).toBe(1);
    await client.leave();
  });

  it('goes on after PostgreSQL was away, and turns away who comes meanwhile', async () => {
    await start(50);
    const client = await open().ready();
    await postgres.cut();
    const stored = [await job.store('started'), await job.store('processing')];
    await job.publish(stored[1]!); // that the first is missing is known, but it cannot be read
    const late = open();
    expect(await late.closed).toBe(1013);
    expect(late.messages).toEqual([{ type: 'error', error: expect.any(String) }]);
    const stream = await LiveStream.open(test.url, `${job.id}/events`);
    expect(stream.response.status).toBe(503);
    expect(client.updates).toEqual([]);
    await postgres.mend();
    await client.reached(2);
    await job.tell('completed');
    await client.reached(3);
    expect(client.sequence).toEqual([1, 2, 3]);
    await client.leave();
  });

  it('goes on when a connection to PostgreSQL answers no more', async () => {
    await start(50, { 'db-pool-size': 1 });
    const client = await open().ready();
    postgres.stall();
    await job.store('started');
    await client.reached(1);
    await job.tell('completed');
    await client.reached(2);
    expect(client.sequence).toEqual([1, 2]);
    await client.leave();
    await postgres.cut(); // a connection that holds would keep the process from ending
  });

  it('tells clients of every replica', async () => {
    await start(600_000);
    const other: NestExpressApplication = await createApi(test.config, createLogger(test.config));
    await other.listen(0, '127.0.0.1');
    const clients = await Promise.all(
      [test.url, await other.getUrl()].map((url) => LiveSocket.open(url, `/ws/jobs/${job.id}`).ready()),
    );
    expect(await job.subscriptions()).toBe(2);
    for (const status of ['started', 'processing', 'failed'] as const) await job.tell(status);
    for (const client of clients) {
      await client.reached(3);
      expect(client.sequence).toEqual([1, 2, 3]);
      await client.leave();
    }
    await other.close();
  });
});
