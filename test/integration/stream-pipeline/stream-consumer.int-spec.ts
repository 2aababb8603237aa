import { StreamConsumer, type StreamConsumerOptions } from '../../../src/stream-pipeline/stream-consumer.js';
import { testRedis, type TestRedis } from '../../support/test-stores.js';

describe('StreamConsumer', () => {
  let redis: TestRedis;

  beforeEach(() => {
    redis = testRedis();
  });
  afterEach(() => redis.close());

  const consumer = (name: string, claimIdleMs?: number): StreamConsumer => {
    const options: StreamConsumerOptions = {
      stream: `${redis.ns}:stream`,
      deadStream: `${redis.ns}:dead`,
      name,
      batchSize: 10,
      claimIdleMs,
    };
    return new StreamConsumer(redis.client, options);
  };

  it('buries an entry once when another drainer has taken it over meanwhile', async () => {
    await redis.client.xadd(`${redis.ns}:stream`, '*', 'event', 'poison');
    const stalled = consumer('stalled');
    const read = await stalled.next();
    const quick = consumer('quick', 0);
    const claimed = await quick.next();
    expect(claimed).toEqual(read);

    for (const [who, entries] of [
      [quick, claimed],
      [stalled, read],
    ] as const) {
      await who.settle(
        entries,
        entries.map((entry) => ({ entry, reason: 'poison' })),
      );
    }
    expect(await redis.client.xlen(`${redis.ns}:dead`)).toBe(1);
    expect(await redis.client.xlen(`${redis.ns}:stream`)).toBe(0);
  });
});
