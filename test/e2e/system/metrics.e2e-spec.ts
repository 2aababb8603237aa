import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { MetricsService } from '../../../src/analytics/generation/metrics.service.js';
import { JobStatus } from '../../../src/generation-jobs/generation-job.entity.js';
import { REDIS } from '../../../src/redis/redis.tokens.js';
import { createGenerationJobs } from '../../support/factories/generation-job.factory.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

async function createJobs(api: TestApp): Promise<void> {
  const user = await createUser(api.dataSource);
  await createGenerationJobs(api.dataSource, user.id, [
    {
      status: JobStatus.Completed,
      createdAt: minutesAgo(10),
      startedAt: minutesAgo(9),
      completedAt: minutesAgo(8),
    },
    { status: JobStatus.Running, createdAt: minutesAgo(5), startedAt: minutesAgo(4) },
    { createdAt: minutesAgo(3) },
    { createdAt: minutesAgo(2) },
  ]);
}

/** The samples of a metric: labels as written, and values. */
function samplesOf(text: string, name: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return Object.fromEntries(
    lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  );
}

describe('metrics', () => {
  let api: TestApp;

  beforeAll(async () => {
    api = await createTestApp();
    await createJobs(api);
  });
  afterAll(() => api.close());

  it('are told in JSON', async () => {
    await api.http.get('/api/v1/version');
    const response = await api.http.get('/api/v1/metrics');
    expect(response.status).toBe(200);
    const number = expect.any(Number);
    expect(response.body).toEqual({
      generation_metrics: {
        total_requests: 4,
        successful_generations: 1,
        failed_generations: 0,
        cancelled_generations: 0,
        average_generation_time: 60,
        active_generations: 1,
        queue_length: 2,
        success_rate_percentage: 100,
      },
      performance_metrics: {
        average_response_time: number,
        current_resource_usage: { memory_mb: number, cpu_percent: number },
      },
      user_activity: { active_users_count: 1, total_registered_users: 1, total_user_generations: 4 },
      system_health: { queue_length: 2, active_generations: 1, error_rate: 0 },
      alerts: [],
      process: {
        memory: { rss: number, heap_total: number, heap_used: number },
        cpu: { user_seconds: number, system_seconds: number },
      },
    });
  });

  it('are told to Prometheus in its own words', async () => {
    const metrics = api.app.get(MetricsService, { strict: false });
    metrics.recordGenerationRequest('121e194b-4caa-4b81-ad4f-86ca3919d5b9');
    await metrics.flush();
    await api.http.get('/api/v1/users/121e194b-4caa-4b81-ad4f-86ca3919d5b9').expect(404);

    const { status, headers, text } = await api.http.get('/metrics');
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(samplesOf(text, 'genonaut_generation_jobs')).toEqual({
      '{status="pending"}': 2,
      '{status="running"}': 1,
    });
    expect(samplesOf(text, 'genonaut_generation_jobs_last_hour')).toEqual({
      '{outcome="requested"}': 4,
      '{outcome="completed"}': 1,
      '{outcome="failed"}': 0,
      '{outcome="cancelled"}': 0,
    });
    expect(samplesOf(text, 'genonaut_generation_duration_last_hour_seconds')).toEqual({
      '{quantile="0.5"}': 60,
      '{quantile="0.95"}': 60,
      '{quantile="0.99"}': 60,
    });
    expect(samplesOf(text, 'genonaut_events_published_total')).toMatchObject({
      '{pipeline="generation-events"}': 1,
    });
    expect(samplesOf(text, 'genonaut_events_dropped_total')).toEqual({
      '{pipeline="generation-events"}': 0,
      '{pipeline="route-analytics"}': 0,
    });
    expect(samplesOf(text, 'genonaut_stream_entries')).toMatchObject({ '{pipeline="generation-events"}': 1 });
    expect(samplesOf(text, 'genonaut_stream_dead_letters')).toEqual({
      '{pipeline="generation-events"}': 0,
      '{pipeline="route-analytics"}': 0,
    });
    expect(samplesOf(text, 'http_request_duration_seconds_count')).toMatchObject({
      '{method="GET",route="/api/v1/users/{id}",status="4xx"}': 1,
    });
    expect(Object.values(samplesOf(text, 'nodejs_eventloop_lag_p99_seconds'))).toHaveLength(1);
    expect(Object.values(samplesOf(text, 'process_resident_memory_bytes'))).toHaveLength(1);
  });
});

describe('metrics while the stores are away', () => {
  let api: TestApp;
  let stores: TcpProxy[];

  beforeAll(async () => {
    api = await createTestApp(
      {},
      {
        reroute: async ({ databaseUrl, redisUrl }) => {
          stores = [await startTcpProxy(databaseUrl), await startTcpProxy(redisUrl)];
          return { databaseUrl: stores[0]!.url, redisUrl: stores[1]!.url };
        },
      },
    );
  });
  afterAll(async () => {
    const isBack = once(api.app.get<Redis>(REDIS), 'ready');
    await Promise.all(stores.map((store) => store.mend()));
    await isBack;
    await api.close();
    await Promise.all(stores.map((store) => store.cut()));
  });

  it('are those of the process', async () => {
    await Promise.all(stores.map((store) => store.cut()));
    const { status, text } = await api.http.get('/metrics');
    expect(status).toBe(200);
    expect(samplesOf(text, 'genonaut_generation_jobs')).toEqual({});
    expect(samplesOf(text, 'genonaut_stream_entries')).toEqual({});
    expect(samplesOf(text, 'genonaut_events_dropped_total')).toMatchObject({
      '{pipeline="route-analytics"}': 0,
    });
    expect(Object.values(samplesOf(text, 'process_resident_memory_bytes'))).toHaveLength(1);
  });
});

describe('metrics while PostgreSQL does not answer', () => {
  let api: TestApp;
  let store: TcpProxy;

  beforeAll(async () => {
    api = await createTestApp(
      {},
      {
        reroute: async ({ databaseUrl, redisUrl }) => {
          store = await startTcpProxy(databaseUrl);
          return { databaseUrl: store.url, redisUrl };
        },
      },
    );
  });
  afterAll(async () => {
    await api.close();
    await store.cut();
  });

  it('say so, and are there again as soon as it is', async () => {
    store.stall();
    expect((await api.http.get('/api/v1/metrics')).body).toMatchObject({
      status: 503,
      error_code: 'DATABASE_UNAVAILABLE',
    });
    await store.cut();
    await store.mend();
    expect((await api.http.get('/api/v1/metrics')).status).toBe(200);
  });
});
