import { setTimeout as sleep } from 'node:timers/promises';
import type { SettingValues } from '../../../src/config/config.schema.js';
import { createTestApp, type TestApp } from '../../support/test-app.js';
import { LiveJob } from './support/live-job.js';
import { LiveSocket } from './support/live-socket.js';

/** More than the operating system buffers between two sockets of one machine, and then more than is kept at hand. */
const large = 60;
const small = 150;
const events = large + small;
const filler = 'x'.repeat(256 * 1024);

describe('clients that do not read', () => {
  let test: TestApp;
  let job: LiveJob;

  async function start(values: Partial<SettingValues>): Promise<void> {
    test = await createTestApp({ 'live.max-buffered-kb': 64, ...values });
    job = await LiveJob.create(test);
  }
  afterEach(() => test.close());

  const open = (): Promise<LiveSocket> => LiveSocket.open(test.url, `/ws/jobs/${job.id}`).ready();
  const tellMuch = async (): Promise<void> => {
    for (let i = 0; i < large; i += 1) await job.tell('processing', { error: filler });
    for (let i = 0; i < small; i += 1) await job.tell('processing');
  };
  const sequence = Array.from({ length: events }, (_, index) => index + 1);

  it('are caught up when they do, each event once and in order, and keep nobody waiting', async () => {
    await start({});
    const [slow, quick] = [await open(), await open()];
    slow.socket.pause();
    await tellMuch();
    await quick.reached(events);
    expect(slow.updates).toHaveLength(0);
    slow.socket.resume();
    await slow.reached(events);
    expect([quick.sequence, slow.sequence]).toEqual([sequence, sequence]);
    await Promise.all([slow.leave(), quick.leave()]);
  });

  it('are dropped after a while, and nobody else', async () => {
    await start({ 'api-stalled-seconds': 2 });
    const [slow, quick, idle] = [await open(), await open(), await open()];
    slow.socket.pause();
    await tellMuch();
    await quick.reached(events);
    await idle.reached(events);
    const connections = (): Promise<number> =>
      new Promise((resolve) => {
        test.app.getHttpServer().getConnections((_error: unknown, count: number) => {
          resolve(count);
        });
      });
    while ((await connections()) > 2) await sleep(20);
    slow.socket.resume();
    expect(await slow.closed).toBe(1006);
    expect(slow.sequence.length).toBeLessThan(events);
    expect(slow.sequence).toEqual(sequence.slice(0, slow.sequence.length));
    await Promise.all([quick.ping(), idle.ping()]);
    await Promise.all([quick.leave(), idle.leave()]);
  });

  it('and flood the server with questions do not have the answers pile up', async () => {
    await start({});
    const client = await open();
    client.socket.pause();
    await tellMuch();
    for (let i = 0; i < 5_000; i += 1) {
      client.say({ type: 'ping' });
      client.socket.ping('x'.repeat(100));
    }
    client.socket.resume();
    await client.reached(events);
    expect(client.sequence).toEqual(sequence);
    expect(client.ofType('pong').length).toBeLessThan(5_000);
    client.socket.terminate();
  });

  it('nor answer to a ping are taken for dead', async () => {
    await start({ 'live.ping-seconds': 1 });
    const dead = LiveSocket.open(test.url, `/ws/jobs/${job.id}`, { autoPong: false });
    const alive = await open();
    await dead.ready();
    expect(await dead.closed).toBe(1006);
    await alive.ping();
    await alive.leave();
  });
});
