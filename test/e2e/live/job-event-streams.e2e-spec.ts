import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../../src/common/errors/error-codes.js';
import { expectError } from '../../support/expect-error.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { LiveJob } from './support/live-job.js';
import { LiveSocket } from './support/live-socket.js';
import { LiveStream } from './support/live-stream.js';

describe('watching a generation job by event stream', () => {
  let test: TestApp;
  let job: LiveJob;

  beforeAll(async () => {
    test = await createTestApp({ 'live.ping-seconds': 1 });
  });
  beforeEach(async () => {
    job = await LiveJob.create(test);
  });
  afterAll(() => test.close());

  const open = (query = '', headers: Record<string, string> = {}): Promise<LiveStream> =>
    LiveStream.open(test.url, `${job.id}/events${query}`, headers);

  it('tells how the job is and then what happens to it, until it is over, as over WebSocket', async () => {
    const socket = await LiveSocket.open(test.url, `/ws/jobs/${job.id}`).ready();
    const stream = await open();
    await stream.received(1);
    await job.tell('started');
    await job.tell('processing', { progress: 40 });
    await job.tell('completed', { content_id: 7, output_paths: ['a.png'] });
    await stream.ended;
    await socket.reached(3);
    expect(stream.entries.filter(({ comment }) => !comment)).toEqual([
      { id: '0', event: 'snapshot', data: socket.ofType('snapshot')[0] },
      ...socket.updates.map((data) => ({ id: String(data.seq), event: 'update', data })),
    ]);
    await socket.leave();
    while ((await job.subscriptions()) > 0);
  });

  it('says that nothing on the way may keep it back', async () => {
    const stream = await open();
    expect(stream.response.status).toBe(200);
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    expect(stream.response.headers.get('etag')).toBeNull();
    await stream.leave();
    while ((await job.subscriptions()) > 0);
  });

  it('of a job that is over consists of its snapshot', async () => {
    await job.tell('started');
    await job.tell('cancelled');
    const stream = await open();
    await stream.ended;
    expect(stream.entries).toEqual([
      { id: '2', event: 'snapshot', data: expect.objectContaining({ status: 'cancelled', seq: 2 }) },
    ]);
  });

  it('begins after `since`, or after the id an EventSource received last, which counts more', async () => {
    for (const status of ['started', 'processing', 'completed'] as const) await job.tell(status);
    const ids = async (query: string, headers?: Record<string, string>): Promise<(string | undefined)[]> => {
      const stream = await open(query, headers);
      await stream.ended;
      expect(stream.entries[0]).toMatchObject({ event: 'snapshot', data: { seq: 3, status: 'completed' } });
      return stream.entries.map(({ id }) => id);
    };
    // The snapshot carries the number asked for: a connection lost right after it costs no events.
    expect(await ids('?since=0')).toEqual(['0', '1', '2', '3']);
    expect(await ids('?since=2')).toEqual(['2', '3']);
    expect(await ids('', { 'Last-Event-ID': '1' })).toEqual(['1', '2', '3']);
    expect(await ids('?since=0', { 'Last-Event-ID': '2' })).toEqual(['2', '3']);
    expect(await ids('?since=1', { 'Last-Event-ID': '' })).toEqual(['1', '2', '3']);
  });

  it('begins after the snapshot for a client that is ahead of the job', async () => {
    await job.tell('started');
    const stream = await open('?since=1000');
    await stream.received(1);
    await job.tell('completed');
    await stream.ended;
    expect(stream.entries.map(({ id }) => id)).toEqual(['1', '2']);
  });

  it('tells a client that has seen the end not to come again', async () => {
    await job.tell('failed', { error: 'x' });
    for (const seen of ['1', '5']) {
      const { status, text } = await test.http
        .get(`/api/v1/generation-jobs/${job.id}/events`)
        .set('Last-Event-ID', seen);
      expect([status, text]).toEqual([204, '']);
    }
  });

  it('gives a client whose missing events are no longer kept the number of the last one', async () => {
    for (const status of ['started', 'processing', 'completed'] as const) await job.tell(status);
    await job.forget(3);
    const stream = await open('?since=1');
    await stream.ended;
    expect(stream.entries).toEqual([{ id: '1', event: 'snapshot', data: expect.any(Object) }, { id: '3' }]);
    expect((await open('', { 'Last-Event-ID': '3' })).response.status).toBe(204);
  });

  it('shows signs of life while nothing happens', async () => {
    const stream = await open();
    await stream.received(3);
    expect(stream.entries.slice(1)).toEqual([{ comment: true }, { comment: true }]);
    await stream.leave();
  });

  it.each([
    ['2147483646/events', {}, 404, 'NOT_FOUND'],
    ['99999999999/events', {}, 404, 'NOT_FOUND'],
    ['1e3/events', {}, 422, 'VALIDATION_ERROR'],
    ['-1/events', {}, 422, 'VALIDATION_ERROR'],
    ['%00/events', {}, 422, 'VALIDATION_ERROR'],
    ['{id}/events?since=x', {}, 422, 'VALIDATION_ERROR'],
    ['{id}/events?since=-1', {}, 422, 'VALIDATION_ERROR'],
    ['{id}/events?since=', {}, 422, 'VALIDATION_ERROR'],
    ['{id}/events', { 'Last-Event-ID': 'x' }, 422, 'VALIDATION_ERROR'],
    ['{id}/events', { 'Last-Event-ID': '9'.repeat(99) }, 422, 'VALIDATION_ERROR'],
  ] as [string, Record<string, string>, number, ErrorCode][])(
    'refuses %s with %j by %i %s',
    async (path, headers, status, code) => {
      const url = `/api/v1/generation-jobs/${path.replace('{id}', String(job.id))}`;
      expectError(await test.http.get(url).set(headers), status, code);
    },
  );

  it('answers HEAD by its headers', async () => {
    const { status, headers } = await test.http.head(`/api/v1/generation-jobs/${job.id}/events`);
    expect([status, headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect((await test.http.head('/api/v1/generation-jobs/2147483646/events')).status).toBe(404);
  });

  it('leaves its connection to further requests when it ends by itself', async () => {
    await job.tell('cancelled');
    for (let i = 0; i < 3; i += 1) {
      const stream = await open('?since=0');
      await stream.ended;
      expect(stream.updates).toHaveLength(1);
    }
  });

  it('costs nothing once a client is gone that never read it', async () => {
    const request = get(`${test.url}/api/v1/generation-jobs/${job.id}/events`);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    expect(await job.subscriptions()).toBe(1);
    response.destroy();
    while ((await job.subscriptions()) > 0);
  });
});
