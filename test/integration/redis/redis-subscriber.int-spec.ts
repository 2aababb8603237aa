import { Logger } from '@nestjs/common';
import { RedisSubscriber } from '../../../src/redis/redis-subscriber.js';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.js';
import { testConfig, testRedis, type TestRedis } from '../../support/test-stores.js';
import { until } from '../../support/until.js';
import { SubscribeGate } from './subscribe-gate.js';

/** Keeps messages, and waits for so many of them. */
class Inbox {
  readonly messages: string[] = [];
  private wake: (() => void) | undefined;

  readonly listener = (message: string): void => {
    this.messages.push(message);
    this.wake?.();
  };

  async until(count: number): Promise<string[]> {
    while (this.messages.length < count) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.messages;
  }
}

describe('RedisSubscriber', () => {
  let redis: TestRedis;
  let proxy: TcpProxy;
  let subscriber: RedisSubscriber;
  let channel: string;

  beforeEach(async () => {
    Logger.overrideLogger(false);
    redis = testRedis();
    channel = `${redis.ns}:a`;
    proxy = await startTcpProxy(redis.url);
    subscriber = new RedisSubscriber(testConfig({}, { redisUrl: proxy.url }));
  });
  afterEach(async () => {
    subscriber.onApplicationShutdown();
    await proxy.cut();
    await redis.close();
  });

  async function subscriptions(name = channel): Promise<unknown> {
    return (await redis.client.pubsub('NUMSUB', name))[1];
  }

  const resumed = (): Promise<void> =>
    new Promise((resolve) => {
      const stop = subscriber.onResume(() => {
        stop();
        resolve();
      });
    });

  it('hands a message to every listener of its channel, over one subscription', async () => {
    const [one, two, other] = [new Inbox(), new Inbox(), new Inbox()];
    await Promise.all([
      subscriber.subscribe(channel, one.listener),
      subscriber.subscribe(channel, two.listener),
      subscriber.subscribe(`${channel}:b`, other.listener),
    ]);
    expect(await subscriptions()).toBe(1);
    await redis.client.publish(channel, 'hello');
    await redis.client.publish(`${channel}:b`, 'there');
    expect(await one.until(1)).toEqual(['hello']);
    expect(await two.until(1)).toEqual(['hello']);
    expect(await other.until(1)).toEqual(['there']);
  });

  it('gives a channel up with its last listener, and takes it again', async () => {
    const [one, two] = [new Inbox(), new Inbox()];
    const leaveOne = await subscriber.subscribe(channel, one.listener);
    const leaveTwo = await subscriber.subscribe(channel, two.listener);
    await leaveOne();
    expect(await subscriptions()).toBe(1);
    await leaveTwo();
    await leaveTwo();
    expect(await subscriptions()).toBe(0);
    const [, again] = await Promise.all([leaveOne(), subscriber.subscribe(channel, one.listener)]);
    await redis.client.publish(channel, 'again');
    expect(await one.until(1)).toEqual(['again']);
    expect(two.messages).toEqual([]);
    await again();
  });

  it('is told of messages again after a lost connection, and says that some may have been missed', async () => {
    const inbox = new Inbox();
    await subscriber.subscribe(channel, inbox.listener);
    await proxy.cut();
    const back = resumed();
    await redis.client.publish(channel, 'missed');
    await proxy.mend();
    await back;
    expect(await subscriptions()).toBe(1);
    await redis.client.publish(channel, 'heard');
    expect(await inbox.until(1)).toEqual(['heard']);
  });

  it('does not wait for a Redis that is away, and subscribes when it comes', async () => {
    await proxy.cut();
    const inbox = new Inbox();
    const back = resumed();
    await subscriber.subscribe(channel, inbox.listener);
    await proxy.mend();
    await back;
    await redis.client.publish(channel, 'at last');
    expect(await inbox.until(1)).toEqual(['at last']);
  });

  describe('whose channels cannot be subscribed to', () => {
    let gate: SubscribeGate;
    let gated: RedisSubscriber;

    beforeEach(async () => {
      gate = await SubscribeGate.start(redis.url);
      gated = new RedisSubscriber(testConfig({}, { redisUrl: gate.url }));
    });
    afterEach(() => {
      gated.onApplicationShutdown();
      gate.break();
    });

    /** Subscriptions there are whenever it is told that messages may have been missed, up to the first time. */
    const toldAt = (): Promise<unknown> =>
      new Promise((resolve) => void gated.onResume(() => void subscriptions().then(resolve)));

    it('says that messages may have been missed once they are, however often the connection breaks', async () => {
      await gated.subscribe(channel, () => undefined);
      const told = toldAt();
      gate.break('breaks the connection', 'breaks the connection');
      expect(await told).toBe(1);
      expect(gate.sizes).toEqual([1, 1, 1, 1]);
    });

    it('connects again when Redis does not answer, after an outage and otherwise', async () => {
      await gated.subscribe(channel, () => undefined);
      const told = toldAt();
      gate.break('gets lost');
      expect(await told).toBe(1);

      gate.break();
      await toldAt();
      gate.loseNext();
      await gated.subscribe(`${channel}:b`, () => undefined);
      await until(async () => (await subscriptions(`${channel}:b`)) === 1);
    });

    it('subscribes to a thousand at a time', async () => {
      await gated.subscribe(channel, () => undefined);
      const told = toldAt();
      gate.break();
      const names = Array.from({ length: 2_499 }, (_, index) => `${channel}:${index}`);
      await Promise.all(names.map((name) => gated.subscribe(name, () => undefined)));
      await told;
      expect(gate.sizes.slice(-3)).toEqual([1000, 1000, 500]);
      expect(await subscriptions(names.at(-1))).toBe(1);
    });
  });

  it('keeps the failure of one listener from the others', async () => {
    const inbox = new Inbox();
    await subscriber.subscribe(channel, () => {
      throw new Error('out of order');
    });
    await subscriber.subscribe(channel, inbox.listener);
    await redis.client.publish(channel, 'all the same');
    expect(await inbox.until(1)).toEqual(['all the same']);
  });

  it('ends its connection at shutdown', async () => {
    await subscriber.subscribe(channel, () => undefined);
    expect(await subscriptions()).toBe(1);
    subscriber.onApplicationShutdown();
    while ((await subscriptions()) !== 0) await new Promise((resolve) => setImmediate(resolve));
  });
});
