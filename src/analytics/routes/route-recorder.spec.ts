import { once } from 'node:events';
import { type AddressInfo, createConnection } from 'node:net';
import { Logger } from '@nestjs/common';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { markArrival } from '../../common/http/arrival.js';
import { runInRequestContext } from '../../common/request-context.js';
import type { StreamPublisher } from '../../stream-pipeline/stream-publisher.js';
import type { RouteEvent } from './route-event.js';
import { RouteRecorder } from './route-recorder.js';

const user = '121e194b-4caa-4b81-ad4f-86ca3919d5b9';
const otherUser = '221e194b-4caa-4b81-ad4f-86ca3919d5b9';

/** Keeps what it is given. */
class CollectingPublisher {
  readonly events: RouteEvent[] = [];
  private waiting: (() => void) | undefined;

  publish(event: RouteEvent): void {
    this.events.push(event);
    this.waiting?.();
  }

  async received(count: number): Promise<RouteEvent[]> {
    while (this.events.length < count) await new Promise<void>((resolve) => (this.waiting = resolve));
    return this.events;
  }
}

describe('RouteRecorder', () => {
  const publisher = new CollectingPublisher();
  const heard: RouteEvent[] = [];
  const recorder = new RouteRecorder(publisher as unknown as StreamPublisher<RouteEvent>, [
    (event) => {
      heard.push(event);
    },
  ]);
  let server: ReturnType<Express['listen']>;
  let url: string;

  beforeAll(async () => {
    const app = express().set('query parser', 'simple').use(markArrival());
    app.use((_request, _response, next) => {
      runInRequestContext({ requestId: 'r', queryCount: 3 }, next);
    });
    app.use('/api/v1/files', (request, response, next) => {
      recorder.observe(request, response, '/api/v1/files/:id');
      next();
    });
    app.get('/api/v1/files/:id', (request, response) => {
      recorder.observe(request, response);
      response.json({ id: request.params.id });
    });
    app.get('/api/v1/items/:id', (request, response) => {
      recorder.observe(request, response);
      response.status(request.params.id === 'gone' ? 410 : 200).json({ id: request.params.id });
    });
    app.get('/api/v1/chunks/:size', (request, response) => {
      recorder.observe(request, response);
      response.write('x'.repeat(Number(request.params.size)));
      response.end();
    });
    app.get('/api/v1/empty', (request, response) => {
      recorder.observe(request, response);
      response.status(204).end();
    });
    app.get('/api/v1/stream', (request, response) => {
      recorder.observe(request, response);
      response.type('text/event-stream').end('data: 1\n\n');
    });
    app.get('/api/v1/never', (request, response) => {
      recorder.observe(request, response);
    });
    app.post('/api/v1/uploads', express.json());
    app.use((request, response) => {
      recorder.observe(request, response);
      response.status(404).end('no');
    });
    app.use(((_error, request, response, _next) => {
      recorder.observe(request, response, '/api/v1/uploads');
      response.status(400).end();
    }) as ErrorRequestHandler);
    server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => publisher.events.splice(0));
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  async function record(path: string, init: RequestInit = {}): Promise<RouteEvent> {
    const response = await fetch(`${url}${path}`, init);
    await response.text();
    const [event] = await publisher.received(1);
    return event!;
  }

  it('records the template, the outcome, the sizes and the queries of a request', async () => {
    const before = Date.now();
    const event = await record('/api/v1/items/17', { headers: { 'x-user-id': user } });
    expect(event).toEqual({
      route: '/api/v1/items/{id}',
      method: 'GET',
      timestamp: expect.any(String),
      durationMs: expect.any(Number),
      statusCode: 200,
      userId: user,
      params: undefined,
      requestBytes: undefined,
      responseBytes: '{"id":"17"}'.length,
      dbQueries: 3,
    });
    expect(Date.parse(event.timestamp)).toBeGreaterThanOrEqual(before);
    expect(event.durationMs).toBeLessThanOrEqual(Date.now() - before + 1);
  });

  it('lets its listeners know of what it records', async () => {
    const event = await record('/api/v1/items/18');
    expect(heard.at(-1)).toBe(event);
  });

  it('records each request once, however many callers observe it', async () => {
    await record('/api/v1/files/1');
    await record('/api/v1/files/2');
    expect(await publisher.received(2)).toHaveLength(2);
    expect(new Set(publisher.events.map((event) => event.route))).toEqual(new Set(['/api/v1/files/{id}']));
  });

  it.each([
    ['the header before the parameter', `/api/v1/items/1?user_id=${otherUser}`, { 'x-user-id': user }, user],
    [
      'the parameter when the header is no UUID',
      `/api/v1/items/1?user_id=${user}`,
      { 'x-user-id': 'bob' },
      user,
    ],
    ['nobody when there is no UUID', '/api/v1/items/1?user_id=bob', {}, undefined],
  ])('takes for the user %s', async (_case, path, headers, expected) => {
    expect((await record(path, { headers })).userId).toBe(expected);
  });

  it('gathers what matches no route', async () => {
    expect(await record('/api/v1/wp-admin.php?x=1')).toMatchObject({
      route: '<unmatched>',
      statusCode: 404,
      params: { x: '1' },
    });
  });

  it('leaves out other paths and preflights, but not HEAD', async () => {
    await fetch(`${url}/health`);
    await fetch(`${url}/api/v1/items/1`, { method: 'OPTIONS' });
    const event = await record('/api/v1/items/1', { method: 'HEAD' });
    expect(event).toMatchObject({ method: 'HEAD', route: '/api/v1/items/{id}', responseBytes: 10 });
    expect(publisher.events).toHaveLength(1);
  });

  it('leaves out event streams, whose duration is up to their reader', async () => {
    const stream = await fetch(`${url}/api/v1/stream`);
    expect(await stream.text()).toBe('data: 1\n\n');
    expect(await record('/api/v1/items/1')).toMatchObject({ route: '/api/v1/items/{id}' });
    expect(publisher.events).toHaveLength(1);
  });

  it('measures answers without Content-Length on the socket, each by itself on a kept-alive connection', async () => {
    await record('/api/v1/chunks/5000');
    await record('/api/v1/chunks/70000');
    const [small, large] = await publisher.received(2);
    expect(small!.responseBytes).toBeGreaterThan(5_000);
    expect(small!.responseBytes).toBeLessThan(6_000);
    expect(large!.responseBytes).toBeGreaterThan(70_000);
    expect(large!.responseBytes).toBeLessThan(71_000);
  });

  it('gives no size to an answer without a body, and none it cannot know when requests are pipelined', async () => {
    expect((await record('/api/v1/empty')).responseBytes).toBeUndefined();
    const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1');
    const request = (size: number): string => `GET /api/v1/chunks/${size} HTTP/1.1\r\nHost: x\r\n\r\n`;
    socket.write(request(30_000) + request(10));
    const [, first, second] = await publisher.received(3);
    socket.destroy();
    expect(first!.responseBytes).toBeGreaterThan(30_000);
    expect(second!.responseBytes).toBeUndefined();
  });

  it('measures the size of what the client sent by its Content-Length', async () => {
    const event = await record('/api/v1/items/1', { method: 'POST', body: 'twelve bytes' });
    expect(event).toMatchObject({ method: 'POST', requestBytes: 12 });
  });

  it('records 499 when the client goes away before the answer', async () => {
    const abort = new AbortController();
    const request = fetch(`${url}/api/v1/never`, { signal: abort.signal }).catch(() => undefined);
    setTimeout(() => {
      abort.abort();
    }, 50);
    await request;
    const [event] = await publisher.received(1);
    expect(event).toMatchObject({ route: '/api/v1/never', statusCode: 499 });
  });

  it('records 499 when the client goes away in the middle of its own body', async () => {
    const socket = createConnection((server.address() as AddressInfo).port, '127.0.0.1');
    socket.write('POST /api/v1/uploads HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    socket.write('Content-Length: 1000\r\n\r\n{"half": ');
    setTimeout(() => socket.destroy(), 50);
    const [event] = await publisher.received(1);
    expect(event).toMatchObject({ route: '/api/v1/uploads', statusCode: 499, requestBytes: 1000 });
  });

  it('outlives a publisher that fails', async () => {
    const failing = new RouteRecorder({
      publish: () => {
        throw new Error('out of order');
      },
    } as unknown as StreamPublisher<RouteEvent>);
    const app = express().use((request, response) => {
      failing.observe(request, response, '/api/v1/x');
      response.end('fine');
    });
    const other = app.listen(0, '127.0.0.1');
    await once(other, 'listening');
    Logger.overrideLogger(false);
    const response = await fetch(`http://127.0.0.1:${(other.address() as AddressInfo).port}/api/v1/x`);
    expect(await response.text()).toBe('fine');
    other.closeAllConnections();
    other.close();
  });
});
