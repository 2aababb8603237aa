/**
 * Moves events from a pipeline's streams to its raw table.
 *
 *   claim stale | read new ─▶ decode ─▶ COPY + dirty hours (one transaction) ─▶ commit ─▶ settle
 *
 * An entry leaves the stream only after its row is committed, and the row's key is the entry's id: a crash anywhere
 * makes entries be delivered again, and a second delivery inserts nothing. Settled entries are deleted at once, so
 * there is no age to trim by: what the stream holds is exactly what PostgreSQL does not have yet.
 */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { minuteMs } from '../common/durations.js';
import { REDIS } from '../redis/redis.tokens.js';
import { decodeEntries, type DecodedRow } from './decode-entries.js';
import type { EventPipeline } from './event-pipeline.js';
import { PartitionGuard } from './partitions.js';
import { type Stored, SinkWriter } from './sink-writer.js';
import { StreamConsumer, type StreamEntry } from './stream-consumer.js';
import { StreamKeys } from './stream-keys.js';
import { startOfDay, startOfHour } from './utc-time.js';

export interface DrainResult {
  readonly inserted: number;
  /** Entries whose row was there already: delivered again after a crash. */
  readonly duplicates: number;
  /** Entries moved to the dead-letter stream. */
  readonly dead: number;
  /** UTC hours that events were stored into, oldest first. */
  readonly hours: readonly Date[];
}

export interface DrainOptions {
  /** After this long no further batch is begun. */
  readonly budgetMs?: number;
}

const defaultBudgetMs = 5 * minuteMs;

/** What one drain has done so far. */
class Tally {
  private inserted = 0;
  private duplicates = 0;
  private dead = 0;
  private readonly hours = new Set<number>();

  add(rows: readonly DecodedRow[], undecodable: number, stored: Stored<DecodedRow>): void {
    this.inserted += stored.inserted;
    this.dead += undecodable + stored.rejected.length;
    this.duplicates += rows.length - stored.inserted - stored.rejected.length;
    if (stored.inserted > 0) for (const row of rows) this.hours.add(startOfHour(row.occurredAt));
  }

  result(): DrainResult {
    const { inserted, duplicates, dead } = this;
    const hours = [...this.hours].sort((a, b) => a - b).map((hour) => new Date(hour));
    return { inserted, duplicates, dead, hours };
  }
}

interface ShardRun {
  readonly pipeline: EventPipeline<unknown>;
  readonly shard: number;
  readonly writer: SinkWriter<DecodedRow>;
  readonly tally: Tally;
  readonly mayGoOn: () => boolean;
}

/** Stores what the streams hold; any number of drainers may run at once, in any number of processes. */
@Injectable()
export class StreamDrainer implements OnModuleDestroy {
  private readonly partitions: PartitionGuard;
  private isStopping = false;

  constructor(
    private readonly dataSource: DataSource,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly keys: StreamKeys,
    private readonly clock: Clock,
  ) {
    this.partitions = new PartitionGuard(dataSource);
  }

  /** A process that stops finishes the batch under way; the rest waits for the next drain. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /**
   * Drains until the streams are empty or the time is up.
   * @throws when Redis or PostgreSQL fail; what was not settled is delivered again.
   */
  async drain(pipeline: EventPipeline<unknown>, options: DrainOptions = {}): Promise<DrainResult> {
    const deadline = performance.now() + (options.budgetMs ?? defaultBudgetMs);
    const writer = new SinkWriter<DecodedRow>(this.dataSource, pipeline);
    const tally = new Tally();
    const mayGoOn = (): boolean => !this.isStopping && performance.now() < deadline;
    for (let shard = 0; shard < pipeline.settings.shards; shard++) {
      await this.drainShard({ pipeline, shard, writer, tally, mayGoOn });
    }
    return tally.result();
  }

  /** Two lanes take batches in turn: while PostgreSQL stores one, this process reads and decodes the other. */
  private async drainShard(run: ShardRun): Promise<void> {
    const lanes = await Promise.allSettled([this.drainLane(run, true), this.drainLane(run, false)]);
    const failed = lanes.find((lane) => lane.status === 'rejected');
    if (!failed) return;
    this.partitions.forget();
    throw failed.reason;
  }

  private async drainLane(run: ShardRun, claimsStale: boolean): Promise<void> {
    const consumer = this.consumerOf(run, claimsStale);
    while (run.mayGoOn()) {
      const entries = await consumer.next();
      if (entries.length === 0) break;
      await this.storeBatch(run, consumer, entries);
    }
    await consumer.leave();
  }

  private async storeBatch(run: ShardRun, consumer: StreamConsumer, entries: StreamEntry[]): Promise<void> {
    const { rows, dead } = decodeEntries(run.pipeline, entries, run.shard, this.clock.now().getTime());
    const days = new Set(rows.map((row) => startOfDay(row.occurredAt)));
    await this.partitions.ensureDays(run.pipeline.sink.table, days);
    const stored = await run.writer.store(rows);
    const rejected = stored.rejected.map(({ row, reason }) => ({ entry: row.entry, reason }));
    await consumer.settle(entries, [...dead, ...rejected]);
    run.tally.add(rows, dead.length, stored);
  }

  private consumerOf({ pipeline, shard }: ShardRun, claimsStale: boolean): StreamConsumer {
    return new StreamConsumer(this.redis, {
      stream: this.keys.stream(pipeline, shard),
      deadStream: this.keys.dead(pipeline),
      name: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
      batchSize: pipeline.settings.batchSize,
      claimIdleMs: claimsStale ? pipeline.settings.claimIdleMs : undefined,
    });
  }
}
