import { Redis } from 'ioredis';
import type { DataSource } from 'typeorm';
import { DeadLetters } from '../../../src/stream-pipeline/dead-letters.js';
import type { EventPipeline, PipelineSettings } from '../../../src/stream-pipeline/event-pipeline.js';
import { HourlyRollup } from '../../../src/stream-pipeline/hourly-rollup.js';
import { Retention } from '../../../src/stream-pipeline/retention.js';
import { StreamDrainer } from '../../../src/stream-pipeline/stream-drainer.js';
import { StreamKeys } from '../../../src/stream-pipeline/stream-keys.js';
import { StreamPublisher } from '../../../src/stream-pipeline/stream-publisher.js';
import { FixedClock } from '../../support/fixed-clock.js';
import {
  createTestDatabase,
  type TestDatabase,
  testConfig,
  testRedis,
  type TestRedis,
} from '../../support/test-stores.js';
import type { PipelineSubject } from './pipeline-subject.js';

/** Half past twelve: the hour before is complete, this one is not. */
export const now = new Date('2026-05-10T12:30:00Z');

export const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

export const numbered = (count: number, prefix = 'event'): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index).padStart(6, '0')}`);

/** One pipeline on stores of its own, with the engine's parts around it. */
export class PipelineHarness<E> {
  readonly clock = new FixedClock(now);
  readonly keys: StreamKeys;
  readonly rollup: HourlyRollup;
  readonly deadLetters: DeadLetters;
  readonly retention: Retention;
  readonly pipeline: EventPipeline<E>;

  private constructor(
    readonly subject: PipelineSubject<E>,
    private readonly database: TestDatabase,
    readonly redis: TestRedis,
  ) {
    this.keys = new StreamKeys(redis.ns);
    this.rollup = new HourlyRollup(database.dataSource, this.clock);
    this.deadLetters = new DeadLetters(redis.client, this.keys);
    this.retention = new Retention(database.dataSource, redis.client, this.keys, this.clock);
    this.pipeline = subject.create(testConfig());
  }

  static async create<Event>(subject: PipelineSubject<Event>): Promise<PipelineHarness<Event>> {
    const database = await createTestDatabase();
    await subject.prepare(database.dataSource);
    return new PipelineHarness(subject, database, testRedis());
  }

  get dataSource(): DataSource {
    return this.database.dataSource;
  }

  /** A drainer of its own, as another process would have; `redis` or `dataSource` may be broken ones. */
  drainer(broken: { redis?: Redis; dataSource?: DataSource } = {}): StreamDrainer {
    const { redis = this.redis.client, dataSource = this.dataSource } = broken;
    return new StreamDrainer(dataSource, redis, this.keys, this.clock);
  }

  pipelineWith(settings: Partial<PipelineSettings>): EventPipeline<E> {
    return { ...this.pipeline, settings: { ...this.pipeline.settings, ...settings } };
  }

  /** Publishes as a producer does, and waits until Redis has it. */
  async publish(
    events: readonly E[],
    pipeline: EventPipeline<E> = this.pipeline,
  ): Promise<StreamPublisher<E>> {
    const redis = new Redis(this.redis.url, { lazyConnect: true });
    await redis.connect();
    const publisher = new StreamPublisher(redis, pipeline, this.keys);
    for (const event of events) publisher.publish(event);
    await publisher.onApplicationShutdown();
    return publisher;
  }

  async publishKeys(
    keys: readonly string[],
    at: Date,
    pipeline: EventPipeline<E> = this.pipeline,
  ): Promise<void> {
    await this.publish(
      keys.map((key) => this.subject.event(key, at)),
      pipeline,
    );
  }

  /** Adds an entry as a stranger might write it. */
  async addRaw(...fields: string[]): Promise<void> {
    await this.redis.client.xadd(this.keys.stream(this.pipeline, 0), '*', ...fields);
  }

  async undrained(): Promise<number> {
    const lengths = await Promise.all(
      this.keys.streams(this.pipelineWith({ shards: 4 })).map((stream) => this.redis.client.xlen(stream)),
    );
    return lengths.reduce((sum, length) => sum + length, 0);
  }

  storedKeys(): Promise<string[]> {
    return this.subject.storedKeys(this.dataSource);
  }

  hourlyTotals(): Promise<Record<string, number>> {
    return this.subject.hourlyTotals(this.dataSource);
  }

  /** Empties the stores, for the next test of the file. */
  async reset(): Promise<void> {
    this.clock.set(now);
    const keys = await this.redis.client.keys(`${this.redis.ns}*`);
    if (keys.length > 0) await this.redis.client.del(...keys);
    const tables = [this.pipeline.sink.table, this.subject.hourlyTable, 'analytics_dirty_hours'];
    await this.dataSource.query(`TRUNCATE ${tables.join(', ')}`);
  }

  async close(): Promise<void> {
    await this.redis.close();
    await this.database.drop();
  }
}
