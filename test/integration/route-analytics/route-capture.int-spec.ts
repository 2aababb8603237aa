import { RouteRecorder } from '../../../src/analytics/routes/route-recorder.js';
import { EventPipelines } from '../../../src/stream-pipeline/event-pipelines.js';
import { StreamDrainer } from '../../../src/stream-pipeline/stream-drainer.js';
import { createUser } from '../../support/factories/user.factory.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';

interface CapturedRow {
  route: string;
  method: string;
  user_id: string | null;
  status_code: number;
  error_type: string | null;
  query_params: unknown;
  query_params_normalized: unknown;
  request_size_bytes: number | null;
  response_size_bytes: number | null;
  db_query_count: number;
  duration_ms: number;
  timestamp: Date;
}

const nobody = '00000000-0000-4000-8000-000000000000';

async function drain(test: TestApp): Promise<number> {
  const pipeline = test.app.get(EventPipelines).get('route-analytics');
  const { inserted, dead } = await test.app.get(StreamDrainer).drain(pipeline);
  expect(dead).toBe(0);
  return inserted;
}

/** Drains until the rows of that many requests are there: events wait a moment in the API's buffer. */
async function captured(test: TestApp, requests: number): Promise<CapturedRow[]> {
  for (let stored = 0; stored < requests; stored += await drain(test));
  const rows = await test.dataSource.query<CapturedRow[]>(
    `SELECT * FROM route_analytics ORDER BY "timestamp", stream_id`,
  );
  expect(rows).toHaveLength(requests);
  await test.dataSource.query(`TRUNCATE route_analytics`);
  return rows;
}

describe('route capture', () => {
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp();
  });
  afterAll(() => test.close());

  it('stores what there is to know of a request', async () => {
    const user = await createUser(test.dataSource);
    const before = new Date();
    const response = await test.http
      .get(`/api/v1/users/${user.id}/interactions?page_size=5&page=1&q=a+b`)
      .set('X-User-ID', user.id);
    const [row] = await captured(test, 1);
    expect(row).toMatchObject({
      route: '/api/v1/users/{id}/interactions',
      method: 'GET',
      user_id: user.id,
      status_code: 200,
      error_type: null,
      query_params: { page_size: '5', page: '1', q: 'a b' },
      query_params_normalized: { page_size: '5', q: 'a b' },
      request_size_bytes: null,
      response_size_bytes: Number(response.headers['content-length']),
    });
    expect(row!.db_query_count).toBeGreaterThan(0);
    expect(row!.timestamp.getTime()).toBeGreaterThanOrEqual(before.getTime());
    expect(row!.duration_ms).toBeLessThanOrEqual(Date.now() - before.getTime());
  });

  it('stores requests that never reach a handler, under their template where there is one', async () => {
    await test.http.get(`/api/v1/users/${nobody}`);
    await test.http.get('/api/v1/users/not-a-uuid');
    await test.http.post('/api/v1/users').type('json').send('{"broken');
    await test.http.delete('/api/v1/users');
    await test.http.get('/api/v1/no/such/route');
    const rows = await captured(test, 5);
    expect(rows.map((row) => [row.method, row.route, row.status_code, row.error_type])).toEqual([
      ['GET', '/api/v1/users/{id}', 404, 'client_error'],
      ['GET', '/api/v1/users/{id}', 422, 'client_error'],
      ['POST', '/api/v1/users', 422, 'client_error'],
      ['DELETE', '<unmatched>', 405, 'client_error'],
      ['GET', '<unmatched>', 404, 'client_error'],
    ]);
    expect(rows[2]!.request_size_bytes).toBe('{"broken'.length);
  });

  it('stores an answer spared by If-None-Match as what it was, without a size', async () => {
    const { headers } = await test.http.get('/api/v1/version');
    await test.http.get('/api/v1/version').set('If-None-Match', headers.etag!);
    const rows = await captured(test, 2);
    expect(rows.map((row) => [row.status_code, row.error_type, row.response_size_bytes])).toEqual([
      [200, null, Number(headers['content-length'])],
      [304, null, null],
    ]);
  });

  it('keeps only ids of users there are', async () => {
    await test.http.get('/api/v1/users/search').set('X-User-ID', nobody);
    await test.http.get('/api/v1/users/search').set('X-User-ID', 'test-user-123');
    const rows = await captured(test, 2);
    expect(rows.map((row) => row.user_id)).toEqual([null, null]);
  });

  it('tracks neither health checks nor documentation nor preflights', async () => {
    await test.http.get('/health');
    await test.http.get('/openapi.json');
    await test.http
      .options('/api/v1/users')
      .set('Origin', 'http://x')
      .set('Access-Control-Request-Method', 'GET');
    await test.http.head('/api/v1/users/search');
    const rows = await captured(test, 1);
    expect(rows[0]).toMatchObject({ method: 'HEAD', route: '/api/v1/users/search' });
  });

  it('stores hostile parameters within bounds and without secrets', async () => {
    await test.http.get('/api/v1/users/search?q=a%00b&token=abc');
    await test.http.get(`/api/v1/users/search?q=${'x'.repeat(8_000)}`);
    await test.http.get(`/api/v1/users/search?${Array.from({ length: 600 }, (_, n) => `p${n}=1`).join('&')}`);
    await test.http.get('/api/v1/users/search?__proto__=1&constructor=2&q=%ff%fe&%22=%27');
    const rows = await captured(test, 4);
    expect(rows[0]!.query_params).toEqual({ q: 'a\uFFFDb', token: '[redacted]' });
    for (const row of rows) expect(JSON.stringify(row.query_params).length).toBeLessThan(2_000);
  });

  it('bounds sizes that no integer holds', async () => {
    const pipeline = test.app.get(EventPipelines).get('route-analytics');
    const timestamp = new Date().toISOString();
    const event = {
      route: '/x',
      method: 'PUT',
      timestamp,
      durationMs: 1,
      statusCode: 413,
      requestBytes: 99_999_999_999,
    };
    await test.redis.client.xadd(
      `${test.redis.ns}:route_analytics:stream`,
      '*',
      'event',
      pipeline.encode(event),
    );
    const [row] = await captured(test, 1);
    expect(row!.request_size_bytes).toBe(2_147_483_647);
  });
});

describe('route capture switched off', () => {
  it('records nothing and costs nothing', async () => {
    const test = await createTestApp({ 'route-analytics.enabled': false });
    await test.http.get('/api/v1/users/search').expect(200);
    await test.http.get('/api/v1/no/such/route').expect(404);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(test.app.get(RouteRecorder)).toBeUndefined();
    expect(await test.redis.client.keys(`${test.redis.ns}:route_analytics*`)).toEqual([]);
    await test.close();
  });
});
