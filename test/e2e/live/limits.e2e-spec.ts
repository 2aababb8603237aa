import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createConnection } from 'node:net';
import type { Response } from 'supertest';
import { expectError } from '../../support/expect-error.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { LiveJob } from './support/live-job.js';
import { LiveSocket } from './support/live-socket.js';
import { LiveStream } from './support/live-stream.js';

describe('what live connections are refused', () => {
  let test: TestApp;
  let job: LiveJob;

  beforeAll(async () => {
    test = await createTestApp({
      'live.max-sockets-per-address': 3,
      'live.max-message-bytes': 100,
      'api-trust-proxy': true,
      'cors-origins': ['https://genonaut.example'],
    });
    job = await LiveJob.create(test);
  });
  afterAll(() => test.close());

  let address = 0;
  /** Headers of a client nobody has heard of before. */
  const stranger = (): { 'X-Forwarded-For': string } => ({ 'X-Forwarded-For': `10.0.0.${(address += 1)}` });
  async function ask(path: string, headers: Record<string, string>): Promise<Response> {
    const request = httpRequest(`${test.url}${path}`, { headers });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const text = (await response.toArray()).join('');
    const body = text.startsWith('{') ? (JSON.parse(text) as unknown) : undefined;
    return { status: response.statusCode, headers: response.headers, body } as unknown as Response;
  }
  const open = (path: string, headers: Record<string, string> = stranger()): LiveSocket =>
    LiveSocket.open(test.url, path, { headers });

  it('connections of an address beyond so many, of either kind', async () => {
    const path = `/ws/jobs/${job.id}`;
    const headers = stranger();
    const [one, two] = [open(path, headers), open(path, headers)];
    const stream = await LiveStream.open(test.url, `${job.id}/events`, headers);
    await Promise.all([one.ready(), two.ready(), stream.received(1)]);

    const refused = await LiveSocket.refused(test.url, path, { headers });
    expectError(refused, 429, 'RATE_LIMITED');
    expect(refused.headers['retry-after']).toBe(String(refused.body.retry_after));
    expectError(
      await test.http.get(`/api/v1/generation-jobs/${job.id}/events`).set(headers),
      429,
      'RATE_LIMITED',
    );

    // What the client writes in front of what its proxy says makes it nobody else; another address is somebody else.
    const forged = { 'X-Forwarded-For': `1.2.3.4, ${headers['X-Forwarded-For']}` };
    expect((await LiveSocket.refused(test.url, path, { headers: forged })).status).toBe(429);
    await (await open(path).ready()).leave();

    await one.leave();
    await (await open(path, headers).ready()).leave();
    await stream.leave();
    await two.leave();
  });

  it('connections of a network of one subscriber, whichever of its addresses they come from', async () => {
    const from = (host: string): Record<string, string> => ({ 'X-Forwarded-For': `2001:db8:1:2:${host}` });
    const path = `/ws/jobs/${job.id}`;
    const clients = ['1:2:3:4', ':5', ':6'].map((host) => open(path, from(host)));
    await Promise.all(clients.map((client) => client.ready()));
    const refused = await LiveSocket.refused(test.url, path, { headers: from('ffff:0:0:1') });
    expectError(refused, 429, 'RATE_LIMITED');
    const other = await open(path, { 'X-Forwarded-For': '2001:db8:1:3::1' }).ready();
    await Promise.all([...clients, other].map((client) => client.leave()));
  });

  it('does not count connections that never came about', async () => {
    const headers = stranger();
    for (let i = 0; i < 10; i += 1) {
      expect(await open('/ws/jobs/x', headers).closed).toBe(4400);
      const upgrade = { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' };
      const bad = await ask(`/ws/jobs/${job.id}`, { ...headers, ...upgrade, 'Sec-WebSocket-Key': 'x' });
      expectError(bad, 400, 'BAD_REQUEST');
      const path = '/api/v1/generation-jobs/2147483646/events';
      expectError(await test.http.get(path).set(headers), 404, 'NOT_FOUND');
    }
  });

  it('versions of the protocol other than 13, and says so', async () => {
    const upgrade = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    };
    for (const version of ['12', '8', undefined]) {
      const headers = { ...stranger(), ...upgrade, ...(version && { 'Sec-WebSocket-Version': version }) };
      const refused = await ask(`/ws/jobs/${job.id}`, headers);
      expectError(refused, 426, 'UPGRADE_REQUIRED');
      expect(refused.headers).toMatchObject({
        'sec-websocket-version': '13',
        upgrade: 'websocket',
        connection: 'close, upgrade',
      });
    }
  });

  it('long messages, which end the connection by 1009', async () => {
    const client = await open(`/ws/jobs/${job.id}`).ready();
    client.say(JSON.stringify({ type: 'ping', filler: 'x'.repeat(50) }));
    await client.until(() => client.ofType('pong').length === 1);
    client.say('x'.repeat(101));
    expect(await client.closed).toBe(1009);
  });

  it('frames that break the protocol, whatever they are', async () => {
    const frames = [
      [0x81, 0x02, 0x61, 0x62], // unmasked
      [0xc1, 0x80, 0, 0, 0, 0], // compressed, which was not agreed on
      [0x83, 0x80, 0, 0, 0, 0], // of no known kind
      [0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0], // of 9 exabytes
      [0x81, 0x81, 0, 0, 0, 0, 0xff], // not UTF-8
    ];
    for (const frame of frames) {
      const client = await open(`/ws/jobs/${job.id}`).ready();
      const { _socket: raw } = client.socket as unknown as { _socket: { write(bytes: Buffer): void } };
      raw.write(Buffer.from(frame));
      expect([1002, 1007, 1009]).toContain(await client.closed);
    }
  });

  it('pages of other origins', async () => {
    const path = `/ws/jobs/${job.id}`;
    const from = (Origin: string): Record<string, string> => ({ ...stranger(), Origin });
    const refused = await LiveSocket.refused(test.url, path, { headers: from('https://evil.example') });
    expectError(refused, 403, 'FORBIDDEN');
    await (await open(path, from('https://genonaut.example')).ready()).leave();
  });

  it.each([
    '/',
    '/ws',
    '/ws/',
    '/ws/generation',
    '/ws/jobs/1/2',
    '/api/v1/generation-jobs',
    '/WS/jobs/1',
    '//ws/jobs/1',
  ])('upgrades at %s', async (path) => {
    const refused = await LiveSocket.refused(test.url, path, { headers: stranger() });
    expectError(refused, 404, 'ROUTE_NOT_FOUND');
    expect(refused.headers).toMatchObject({
      connection: 'close',
      'content-type': expect.stringContaining('json'),
    });
  });

  it.each(['1e3', '-1', '0', '1.0', 'x', '%00', '%zz', '%31', '٣', 'NaN', '__proto__', "1'--", '1,2', ' '])(
    'the id %s',
    async (id) => {
      const client = open(`/ws/jobs/${encodeURI(id)}`);
      expect(await client.closed).toBe(4400);
      expect(client.messages).toEqual([{ type: 'error', error: expect.any(String) }]);
    },
  );

  it('more ids than a socket may watch, and more than a request may hold', async () => {
    const ids = (count: number): string => Array.from({ length: count }, (_, index) => index + 1).join();
    const tooMany = open(`/ws/jobs?job_ids=${ids(101)}`);
    expect(await tooMany.closed).toBe(4400);
    expect(tooMany.messages).toEqual([{ type: 'error', error: expect.stringContaining('100') }]);
    const hundred = open(`/ws/jobs?job_ids=${ids(100)}`);
    await hundred.ready();
    expect(hundred.ofType('error').length).toBeGreaterThan(0);
    await hundred.leave();
    expect((await ask(`/ws/jobs?job_ids=${ids(10_000)}`, {})).status).toBe(431);
  });

  it('nothing but upgrades to WebSocket is taken for one', async () => {
    const headers = {
      Connection: 'Upgrade, HTTP2-Settings',
      Upgrade: 'h2c',
      'HTTP2-Settings': 'AAMAAABkAAQAAP__',
    };
    expect((await ask('/api/v1/version', headers)).status).toBe(200);
  });

  it('a client that goes away in the middle of its upgrade harms nobody', async () => {
    const { port } = new URL(test.url);
    const socket = createConnection(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write('GET /ws/nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.resetAndDestroy();
    const client = await open(`/ws/jobs/${job.id}`).ready();
    await client.leave();
  });
});

describe('the limits of a process', () => {
  it('let in so many live connections, of either kind, whoever they are of', async () => {
    const test = await createTestApp({ 'live.max-sockets': 2 });
    const job = await LiveJob.create(test);
    const path = `/ws/jobs/${job.id}`;
    const socket = await LiveSocket.open(test.url, path).ready();
    const stream = await LiveStream.open(test.url, `${job.id}/events`);
    await stream.received(1);
    const refused = await LiveSocket.refused(test.url, path);
    expectError(refused, 503, 'OVERLOADED');
    expect(refused.headers['retry-after']).toBe(String(refused.body.retry_after));
    expectError(await test.http.get(`/api/v1/generation-jobs/${job.id}/events`), 503, 'OVERLOADED');
    await socket.leave();
    await (await LiveSocket.open(test.url, path).ready()).leave();
    await stream.leave();
    await test.close();
  });

  it('count upgrades as requests of their client', async () => {
    const test = await createTestApp({
      'rate-limit.enabled': true,
      'rate-limit.limit': 4,
      'rate-limit.window-seconds': 3600,
      'api-trust-proxy': true,
    });
    const job = await LiveJob.create(test);
    const path = `/ws/jobs/${job.id}`;
    const from = (host: string) => ({ 'X-Forwarded-For': `2001:db8:1:2::${host}` });
    await test.http.get('/api/v1/version').set(from('1')).expect(200);
    for (const host of ['2', '3', '4'])
      await (await LiveSocket.open(test.url, path, { headers: from(host) }).ready()).leave();
    const refused = await LiveSocket.refused(test.url, path, { headers: from('5') });
    expectError(refused, 429, 'RATE_LIMITED');
    expect(refused.headers['retry-after']).toBe(String(refused.body.retry_after));
    expectError(await test.http.get('/api/v1/version').set(from('6')), 429, 'RATE_LIMITED');
    await (await LiveSocket.open(test.url, path).ready()).leave();
    await test.close();
  });
});
