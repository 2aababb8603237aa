import { createTestApp, type TestApp } from '../../support/test-app.js';
import { LiveJob } from './support/live-job.js';
import { LiveSocket } from './support/live-socket.js';

const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe('watching generation jobs by WebSocket', () => {
  let test: TestApp;
  let job: LiveJob;

  beforeAll(async () => {
    test = await createTestApp();
  });
  beforeEach(async () => {
    job = await LiveJob.create(test);
  });
  afterAll(() => test.close());

  const open = (path: string): LiveSocket => LiveSocket.open(test.url, path);

  it.each(['/ws/generation/{id}', '/ws/jobs/{id}', '/ws/generation/{id}/', '/ws/jobs/{id}/'])(
    'at %s a client is greeted, told how the job is, and then what happens to it',
    async (path) => {
      const client = open(path.replace('{id}', String(job.id)));
      expect(await client.received(2)).toEqual([
        { type: 'connection', job_id: job.id, status: 'connected' },
        { type: 'snapshot', job_id: job.id, seq: 0, status: 'pending', timestamp: isoTime },
      ]);
      await job.tell('started');
      await job.tell('processing', { progress: 40 });
      await job.tell('completed', { content_id: 7, output_paths: ['a.png'] });
      await client.reached(3);
      const common = { job_id: job.id, timestamp: isoTime };
      expect(client.updates).toEqual([
        { ...common, seq: 1, status: 'started' },
        { ...common, seq: 2, status: 'processing', progress: 40 },
        { ...common, seq: 3, status: 'completed', content_id: 7, output_paths: ['a.png'] },
      ]);
      await client.ping(); // the end of the job is not the end of the connection
      await client.leave();
    },
  );

  it('tells of every transition made over HTTP, once', async () => {
    const client = await open(`/ws/jobs/${job.id}`).ready();
    const path = `/api/v1/generation-jobs/${job.id}`;
    await test.http.put(`${path}/start`).expect(200);
    await test.http.put(`${path}/start`).expect(422);
    await test.http.put(`${path}/status`).send({ status: 'pending' }).expect(200);
    await test.http.put(`${path}/status`).send({ status: 'running' }).expect(200);
    await test.http.put(`${path}/fail`).send({ error_message: 'out of memory' }).expect(200);
    await client.reached(4);
    await client.ping();
    expect(client.updates.map(({ seq, status, error }) => [seq, status, error])).toEqual([
      [1, 'started', undefined],
      [2, 'pending', undefined],
      [3, 'started', undefined],
      [4, 'failed', 'out of memory'],
    ]);
    await client.leave();
  });

  it('tells a late comer of the error of a failed job', async () => {
    await job.tell('started');
    await job.tell('failed', { error: 'out of memory' });
    const client = await open(`/ws/jobs/${job.id}`).ready();
    expect(client.ofType('snapshot')).toEqual([
      {
        type: 'snapshot',
        job_id: job.id,
        seq: 2,
        status: 'failed',
        error: 'out of memory',
        timestamp: isoTime,
      },
    ]);
    await client.ping();
    expect(client.updates).toEqual([]);
    await client.leave();
  });

  it('answers pings, and ignores what it does not understand', async () => {
    const client = await open(`/ws/jobs/${job.id}`).ready();
    for (const text of ['{"type":', 'null', '[]', '"ping"', '{"type":"subscribe"}', '{"type":["ping"]}', ''])
      client.say(text);
    client.socket.send(Buffer.from('{"type":"ping"}'), { binary: true });
    client.say({ type: 'ping' });
    await job.tell('started');
    await client.reached(1);
    expect(client.messages.map(({ type, status }) => type ?? status)).toEqual([
      'connection',
      'snapshot',
      'pong',
      'started',
    ]);
    await client.leave();
  });

  it.each(['/ws/jobs?job_ids={ids}', '/ws/jobs/?job_ids={ids}', '/ws/jobs?x=1&job_ids={ids}'])(
    'at %s a client watches several jobs, those it can',
    async (path) => {
      const other = await LiveJob.create(test);
      const ids = `${job.id},%20x,2147483646,${other.id},${job.id},99999999999`;
      const client = open(path.replace('{ids}', ids));
      await client.until(() => client.ofType('snapshot').length === 2);
      expect(client.messages).toEqual([
        { type: 'connection', job_ids: [job.id, other.id], status: 'connected' },
        { type: 'error', error: 'Invalid job ID: x' },
        { type: 'error', job_id: 2147483646, error: 'Job not found' },
        { type: 'error', job_id: 99999999999, error: 'Job not found' },
        expect.objectContaining({ type: 'snapshot', job_id: job.id, seq: 0 }),
        expect.objectContaining({ type: 'snapshot', job_id: other.id, seq: 0 }),
      ]);
      await other.tell('started');
      await client.until(() => client.updates.length === 1);
      await job.tell('cancelled');
      await client.until(() => client.updates.length === 2);
      expect(client.updates.map(({ job_id, status }) => [job_id, status])).toEqual([
        [other.id, 'started'],
        [job.id, 'cancelled'],
      ]);
      await client.leave();
    },
  );

  it.each([
    ['/ws/jobs/2147483646', { type: 'error', error: 'Job not found' }, 4404],
    ['/ws/generation/99999999999', { type: 'error', error: 'Job not found' }, 4404],
    ['/ws/jobs?job_ids=2147483646,2147483647', { error: 'No valid job IDs provided' }, 4404],
    ['/ws/jobs?job_ids=x,y', { error: 'No valid job IDs provided' }, 4400],
    ['/ws/jobs?job_ids=', { error: 'No valid job IDs provided' }, 4400],
    ['/ws/jobs/', { error: 'No valid job IDs provided' }, 4400],
  ])('at %s a client is told %j and left', async (path, message, code) => {
    const client = open(path);
    expect(await client.closed).toBe(code);
    expect(client.messages).toEqual([message]);
  });

  it('shares one subscription among all who watch a job, and ends it with the last of them', async () => {
    const clients = Array.from({ length: 5 }, () => open(`/ws/jobs/${job.id}`));
    clients.push(open(`/ws/jobs?job_ids=${job.id},2147483646`));
    await Promise.all(clients.map((client) => client.ready()));
    expect(await job.subscriptions()).toBe(1);
    await job.tell('started');
    await Promise.all(clients.map((client) => client.reached(1)));
    const [last, ...others] = clients;
    await Promise.all(others.map((client) => client.leave()));
    await job.tell('processing', { progress: 1 });
    await last!.reached(2);
    expect(await job.subscriptions()).toBe(1);
    last!.socket.terminate();
    while ((await job.subscriptions()) > 0);
  });

  it('listens to no job that is not there, however long its client stays', async () => {
    const client = await open(`/ws/jobs?job_ids=${job.id},2147483644`).ready();
    const missing = job.channel.replace(/\d+$/, '2147483644');
    await client.ping();
    while (Number((await test.redis.client.pubsub('NUMSUB', missing))[1]) > 0);
    expect(await job.subscriptions()).toBe(1);
    await client.leave();
  });

  it('keeps no subscription for jobs that are not there, nor for clients that left before they were greeted', async () => {
    const missing = LiveSocket.open(test.url, '/ws/jobs/2147483645');
    expect(await missing.closed).toBe(4404);
    for (let i = 0; i < 20; i += 1) {
      const client = open(`/ws/jobs/${job.id}`);
      client.socket.on('open', () => {
        client.socket.terminate();
      });
      await client.closed;
    }
    const channels = async (): Promise<number> =>
      (await test.redis.client.pubsub('CHANNELS', `${test.redis.ns}:job:*`)).length;
    while ((await channels()) > 0);
  });
});
