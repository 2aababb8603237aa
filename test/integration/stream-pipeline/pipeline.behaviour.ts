/** What every pipeline must do, from the publisher to the raw table; run against each pipeline there is. */
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';
import { StreamPublisher } from '../../../src/stream-pipeline/stream-publisher.js';
import { minutesAgo, now, numbered, PipelineHarness } from './pipeline-harness.js';
import type { PipelineSubject } from './pipeline-subject.js';

const daysMs = (days: number): number => days * 86_400_000;

/** The client of a process that dies after its commit: what would settle the batch never leaves it. */
function dyingBeforeSettle(redis: Redis): Redis {
  const die = (): never => {
    throw new Error('killed');
  };
  return new Proxy(redis, {
    get: (target, name) => (name === 'multi' ? die : Reflect.get(target, name, target)),
  });
}

export function describeDelivery<E>(subject: PipelineSubject<E>): void {
  describe(`${subject.title}: delivery`, () => {
    let harness: PipelineHarness<E>;

    beforeAll(async () => {
      harness = await PipelineHarness.create(subject);
    });
    afterEach(() => harness.reset());
    afterAll(() => harness.close());

    it('stores every event once and leaves the stream empty', async () => {
      const keys = numbered(2_500);
      await harness.publishKeys(keys, minutesAgo(90));
      const result = await harness.drainer().drain(harness.pipelineWith({ batchSize: 300 }));
      const hour = new Date('2026-05-10T11:00:00Z');
      expect(result).toEqual({ inserted: 2_500, duplicates: 0, dead: 0, hours: [hour] });
      expect(await harness.storedKeys()).toEqual(keys);
      expect(await harness.undrained()).toBe(0);
      expect(await harness.drainer().drain(harness.pipeline)).toEqual({
        inserted: 0,
        duplicates: 0,
        dead: 0,
        hours: [],
      });
    });

    it('inserts re-delivered entries once', async () => {
      const keys = numbered(250);
      await harness.publishKeys(keys, minutesAgo(10));
      const dying = harness.drainer({ redis: dyingBeforeSettle(harness.redis.client) });
      await expect(dying.drain(harness.pipelineWith({ batchSize: 100 }))).rejects.toThrow('killed');
      expect(await harness.storedKeys()).toHaveLength(200); // one batch a lane

      const result = await harness.drainer().drain(harness.pipelineWith({ batchSize: 100, claimIdleMs: 0 }));
      expect(result).toMatchObject({ inserted: 50, duplicates: 200, dead: 0 });
      expect(await harness.storedKeys()).toEqual(keys);
      expect(await harness.undrained()).toBe(0);
    });

    it('takes over the entries of a drainer only after it has been idle', async () => {
      await harness.publishKeys(numbered(5), minutesAgo(10));
      const dying = harness.drainer({ redis: dyingBeforeSettle(harness.redis.client) });
      await expect(dying.drain(harness.pipeline)).rejects.toThrow('killed');
      expect(await harness.drainer().drain(harness.pipeline)).toMatchObject({ inserted: 0, duplicates: 0 });
      expect(await harness.undrained()).toBe(5);
    });

    it('keeps entries it could not store for the next drain', async () => {
      await harness.publishKeys(numbered(20), minutesAgo(10));
      const { dataSource } = harness;
      const failing = new Proxy(dataSource, {
        get: (target, name) =>
          name === 'transaction'
            ? () => Promise.reject(new Error('connection lost'))
            : Reflect.get(target, name, target),
      });
      await expect(harness.drainer({ dataSource: failing }).drain(harness.pipeline)).rejects.toThrow(
        'connection lost',
      );
      expect(await harness.drainer().drain(harness.pipelineWith({ claimIdleMs: 0 }))).toMatchObject({
        inserted: 20,
      });
    });

    it('moves poison to the dead letters and stores its neighbours', async () => {
      await harness.publishKeys(numbered(7, 'before'), minutesAgo(10));
      await harness.addRaw('event', 'not decodable');
      await harness.addRaw('something', 'else');
      await harness.publish([subject.refused(minutesAgo(10))]);
      await harness.publishKeys(numbered(6, 'later'), minutesAgo(10));

      const result = await harness.drainer().drain(harness.pipeline);
      expect(result).toMatchObject({ inserted: 13, duplicates: 0, dead: 3 });
      expect(await harness.storedKeys()).toEqual([...numbered(7, 'before'), ...numbered(6, 'later')]);
      expect(await harness.undrained()).toBe(0);
      const letters = await harness.deadLetters.list(harness.pipeline, 10);
      expect(letters.map(({ payload, reason }) => [payload, reason !== ''])).toEqual([
        ['not decodable', true],
        ['["something","else"]', true],
        [harness.pipeline.encode(subject.refused(minutesAgo(10))), true],
      ]);
    });

    it('gives up events older than retention or from the far future', async () => {
      const { rawRetentionDays } = harness.pipeline.settings;
      const midnight = new Date('2026-05-10T00:00:00Z').getTime();
      const horizon = midnight - daysMs(rawRetentionDays);
      await harness.publishKeys(['too-old'], new Date(horizon - 1));
      await harness.publishKeys(['oldest'], new Date(horizon));
      await harness.publishKeys(['newest'], new Date(now.getTime() + daysMs(1)));
      await harness.publishKeys(['too-new'], new Date(now.getTime() + daysMs(1) + 1));
      expect(await harness.drainer().drain(harness.pipeline)).toMatchObject({ inserted: 2, dead: 2 });
      expect(await harness.storedKeys()).toEqual(['newest', 'oldest']);
    });

    it('replays a dead letter once', async () => {
      await harness.publishKeys(['early'], new Date(now.getTime() + daysMs(3)));
      await harness.drainer().drain(harness.pipeline);
      const [letter] = await harness.deadLetters.list(harness.pipeline, 10);
      harness.clock.set(new Date(now.getTime() + daysMs(3)));
      expect(await harness.deadLetters.replay(harness.pipeline, [letter!.id, letter!.id])).toBe(1);
      expect(await harness.deadLetters.count(harness.pipeline)).toBe(0);
      expect(await harness.drainer().drain(harness.pipeline)).toMatchObject({ inserted: 1, dead: 0 });
      expect(await harness.storedKeys()).toEqual(['early']);
    });

    it('replays all dead letters, those that die again included, once each', async () => {
      for (let index = 0; index < 3; index++) await harness.addRaw('event', 'broken');
      await harness.drainer().drain(harness.pipeline);
      expect(await harness.deadLetters.replayAll(harness.pipeline)).toBe(3);
      expect(await harness.drainer().drain(harness.pipeline)).toMatchObject({ inserted: 0, dead: 3 });
      expect(await harness.deadLetters.count(harness.pipeline)).toBe(3);
    });

    it('lets two drainers share the stream without overlap', async () => {
      const keys = numbered(3_000);
      await harness.publishKeys(keys, minutesAgo(10));
      const pipeline = harness.pipelineWith({ batchSize: 50 });
      const results = await Promise.all([
        harness.drainer().drain(pipeline),
        harness.drainer().drain(pipeline),
      ]);
      expect(results[0].inserted + results[1].inserted).toBe(3_000);
      for (const result of results) expect(result).toMatchObject({ duplicates: 0, dead: 0 });
      expect(await harness.storedKeys()).toEqual(keys);
    });

    it('goes on after Redis has lost the stream and its group', async () => {
      await harness.publishKeys(['lost'], minutesAgo(10));
      await harness.drainer().drain(harness.pipeline);
      await harness.redis.client.del(harness.keys.stream(harness.pipeline, 0));
      await harness.publishKeys(['next'], minutesAgo(10));
      expect(await harness.drainer().drain(harness.pipeline)).toMatchObject({ inserted: 1 });
    });

    it('drains every shard', async () => {
      const pipeline = harness.pipelineWith({ shards: 3 });
      await harness.publishKeys(numbered(1_000), minutesAgo(10), pipeline);
      const lengths = await Promise.all(
        harness.keys.streams(pipeline).map((key) => harness.redis.client.xlen(key)),
      );
      expect(Math.min(...lengths)).toBeGreaterThan(0);
      expect(await harness.drainer().drain(pipeline)).toMatchObject({ inserted: 1_000 });
      expect(await harness.storedKeys()).toEqual(numbered(1_000));
    });

    it('leaves the rest for the next drain when its time is up or its process stops', async () => {
      await harness.publishKeys(numbered(10), minutesAgo(10));
      expect(await harness.drainer().drain(harness.pipeline, { budgetMs: 0 })).toMatchObject({ inserted: 0 });
      const stopping = harness.drainer();
      stopping.onModuleDestroy();
      expect(await stopping.drain(harness.pipeline)).toMatchObject({ inserted: 0 });
      expect(await harness.drainer().drain(harness.pipeline)).toMatchObject({ inserted: 10 });
    });

    it('holds no more events than its bound while Redis is away, and counts the others', async () => {
      const away = new Redis(1, '127.0.0.1', { retryStrategy: () => 10_000, enableOfflineQueue: false });
      away.on('error', () => undefined);
      const publisher = new StreamPublisher(away, harness.pipelineWith({ bufferMax: 300 }), harness.keys);
      for (const key of numbered(1_000)) publisher.publish(subject.event(key, now));
      await publisher.flush();
      expect(publisher.stats()).toEqual({ sent: 0, dropped: 700, lost: 0, pushedOut: 0, buffered: 300 });
      await publisher.onApplicationShutdown();
    });

    it('bounds the stream, counts what is pushed out of it and says so once', async () => {
      const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
      const pipeline = harness.pipelineWith({ streamMaxLength: 1_000 });
      const publisher = await harness.publish(
        numbered(5_000).map((key) => subject.event(key, now)),
        pipeline,
      );
      const length = await harness.undrained();
      expect(length).toBeLessThan(1_200);
      expect(publisher.stats()).toMatchObject({
        sent: 5_000,
        dropped: 0,
        lost: 0,
        pushedOut: 5_000 - length,
      });
      expect(warn.mock.calls).toEqual([[expect.stringContaining('the stream is full')]]);
      warn.mockRestore();
    });
  });
}
