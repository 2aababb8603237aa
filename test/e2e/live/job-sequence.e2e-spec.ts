import { jest } from '@jest/globals';
import { PreparedStatements } from '../../../src/database/prepared-statements.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { LiveJob } from './support/live-job.js';
import { LiveSocket } from './support/live-socket.js';

const upTo = (last: number, first = 1): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('the events of a job, as a client receives them', () => {
  let test: TestApp;
  let job: LiveJob;

  beforeAll(async () => {
    test = await createTestApp({ 'live.check-ms': 600_000 }); // nothing here is to be found by a check
  });
  beforeEach(async () => {
    job = await LiveJob.create(test);
  });
  afterAll(() => test.close());

  const open = (query = ''): LiveSocket => LiveSocket.open(test.url, `/ws/jobs/${job.id}${query}`);

  async function store(count: number): Promise<Awaited<ReturnType<LiveJob['store']>>[]> {
    const events = [];
    for (let i = 0; i < count; i += 1) events.push(await job.store('processing', { progress: i % 101 }));
    return events;
  }

  it('come in order when they are published in reverse', async () => {
    const client = await open().ready();
    const events = await store(20);
    for (const event of events.toReversed()) await job.publish(event);
    await client.reached(20);
    await client.ping();
    expect(client.sequence).toEqual(upTo(20));
  });

  it('come once when they are published twice', async () => {
    const client = await open().ready();
    for (const event of await store(5)) {
      await job.publish(event);
      await job.publish(event);
    }
    await client.reached(5);
    await client.ping();
    expect(client.sequence).toEqual(upTo(5));
  });

  it('come all when some are never published', async () => {
    const client = await open().ready();
    const events = await store(350);
    for (const event of events.filter(({ seq }) => seq % 7 === 0)) await job.publish(event);
    await client.reached(350);
    expect(client.sequence).toEqual(upTo(350));
  });

  it('come as they were stored, whether heard of or read', async () => {
    const heard = await open().ready();
    const stored = await job.tell('failed', { error: 'line\nbreak \u2028 “quotes” 🙂' });
    await heard.reached(1);
    const read = await open('?since=0').ready();
    await read.reached(1);
    expect([heard.updates, read.updates]).toEqual([[stored], [stored]]);
  });

  it('begin after the snapshot, and with `since` after that number, the snapshot telling where the past ends', async () => {
    await store(250);
    const [fresh, late, all] = [open(), open('?since=240'), open('?since=0')];
    await Promise.all([fresh.ready(), late.reached(250), all.reached(250)]);
    for (const client of [fresh, late, all]) expect(client.ofType('snapshot')[0]).toMatchObject({ seq: 250 });
    await job.tell('completed');
    await Promise.all([fresh, late, all].map((client) => client.reached(251)));
    expect(fresh.sequence).toEqual([251]);
    expect(late.sequence).toEqual(upTo(251, 241));
    expect(all.sequence).toEqual(upTo(251));
    expect(all.messages.slice(0, 3).map(({ type, seq }) => type ?? seq)).toEqual([
      'connection',
      'snapshot',
      1,
    ]);
  });

  it('with `since` ahead of the job begin after the snapshot, so that none is kept back', async () => {
    await store(1);
    const [single, several] = [
      open('?since=1000'),
      LiveSocket.open(test.url, `/ws/jobs?job_ids=${job.id}&since=${job.id}:9`),
    ];
    await Promise.all([single.ready(), several.ready()]);
    for (const event of await store(3)) await job.publish(event);
    await Promise.all([single.reached(4), several.reached(4)]);
    expect([single.sequence, several.sequence]).toEqual([upTo(4, 2), upTo(4, 2)]);
  });

  it('of several jobs begin where each is asked to', async () => {
    await store(3);
    const other = await LiveJob.create(test);
    const third = await LiveJob.create(test);
    for (const one of [other, third])
      for (const status of ['started', 'failed'] as const) await one.store(status);
    const ids = [job.id, other.id, third.id].join();
    const client = LiveSocket.open(test.url, `/ws/jobs?job_ids=${ids}&since=${job.id}:1,${other.id}:0`);
    await client.until(() => client.updates.length === 4);
    await client.ping();
    const received = client.updates.map(({ job_id, seq }) => [job_id, seq] as [number, number]);
    expect(received.sort(([a, x], [b, y]) => a - b || x - y)).toEqual([
      [job.id, 2],
      [job.id, 3],
      [other.id, 1],
      [other.id, 2],
    ]);
  });

  it.each([
    'since=',
    'since=x',
    'since=-1',
    'since=1.5',
    'since=1e3',
    'since=1&since=2',
    'since=1:2',
    `since=${'9'.repeat(30)}`,
  ])('are refused to a client that asks by %s', async (query) => {
    const client = open(`?${query}`);
    expect(await client.closed).toBe(4400);
    expect(client.messages).toEqual([{ type: 'error', error: expect.stringContaining('since') }]);
  });

  it('are refused to a client of several jobs that asks by anything but pairs', async () => {
    for (const since of ['1', '1:', ':1', '1:2:3', 'x:1', '1:-1']) {
      const client = LiveSocket.open(test.url, `/ws/jobs?job_ids=${job.id}&since=${since}`);
      expect(await client.closed).toBe(4400);
      expect(client.messages[0]).toMatchObject({ type: 'error' });
    }
  });

  it('that are no longer kept are passed over', async () => {
    await store(230);
    await job.forget(225);
    const client = await open('?since=3').ready();
    await client.reached(230);
    expect(client.sequence).toEqual(upTo(230, 226));
    await job.tell('completed');
    await client.reached(231);
    await job.forget(231);
    const late = await open('?since=3').ready();
    await late.ping();
    expect(late.updates).toEqual([]);
  });

  it('reach a client that keeps losing its connection each once, in order', async () => {
    const received: (number | undefined)[] = [];
    const watching = (async () => {
      while (received.at(-1) !== 300) {
        const client = open(`?since=${received.at(-1) ?? 0}`);
        const enough = 1 + Math.floor(Math.random() * 20);
        await client.until(() => client.updates.length >= enough || client.sequence.at(-1) === 300);
        client.socket.terminate();
        received.push(...client.sequence);
        await client.closed;
      }
    })();
    for (let i = 1; i < 300; i += 1) {
      const event = await job.store('processing');
      if (Math.random() < 0.8) await job.publish(event);
    }
    await job.tell('completed');
    await watching;
    expect(received).toEqual(upTo(300));
  });

  it('none is missed by clients that come while the job ends', async () => {
    for (let round = 0; round < 20; round += 1) {
      job = await LiveJob.create(test);
      const clients = Array.from({ length: 5 }, () => open('?since=0'));
      await job.tell('started');
      await job.tell('completed');
      await Promise.all(clients.map((client) => client.reached(2)));
      for (const client of clients) {
        expect(client.sequence).toEqual([1, 2]);
        client.socket.terminate();
      }
    }
  });

  it('garbage on the channel harms nobody', async () => {
    const client = await open().ready();
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"seq":"1"}',
      '{"seq":0,"status":"completed"}',
      '{"seq":1e99}',
    ])
      await test.redis.client.publish(job.channel, text);
    await job.tell('started');
    await client.reached(1);
    expect(client.sequence).toEqual([1]);
  });

  it('are read from the table once for all who need them', async () => {
    await store(99);
    const clients = await Promise.all(Array.from({ length: 60 }, () => open('?since=99').ready()));
    const query = jest.spyOn(test.app.get(PreparedStatements), 'query');
    await job.store('processing');
    await job.tell('processing');
    await Promise.all(clients.map((client) => client.reached(101)));
    expect(query).toHaveBeenCalledTimes(1); // for the one that was not published
    query.mockRestore();
    for (const client of clients) {
      expect(client.sequence).toEqual([100, 101]);
      client.socket.terminate();
    }
  });
});
