import { Inject, Injectable } from '@nestjs/common';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { dayMs, hourMs } from '../common/durations.js';
import { REDIS } from '../redis/redis.tokens.js';
import { clearDirtyHoursBefore } from './dirty-hours.queries.js';
import type { EventPipeline } from './event-pipeline.js';
import { allowLongWaits } from '../database/long-statements.js';
import { dropPartitions, ensurePartitions } from './partitions.js';
import { consumerGroup, StreamKeys } from './stream-keys.js';
import { retentionHorizon } from './utc-time.js';

export interface PruneResult {
  readonly partitionsDropped: number;
  readonly consumersDeleted: number;
}

const partitionsAheadMs = 7 * dayMs;

/** Keeps raw tables and consumer groups from growing for ever. */
@Injectable()
export class Retention {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(REDIS) private readonly redis: Redis,
    private readonly keys: StreamKeys,
    private readonly clock: Clock,
  ) {}

  /** Creates the partitions of the coming week, drops those past retention, forgets drainers long gone. */
  async prune(pipeline: EventPipeline<unknown>): Promise<PruneResult> {
    const now = this.clock.now().getTime();
    const horizon = retentionHorizon(now, pipeline.settings.rawRetentionDays);
    const partitionsDropped = await this.dataSource.transaction(async (manager) => {
      await allowLongWaits(manager);
      await ensurePartitions(manager, pipeline.sink.table, now, now + partitionsAheadMs);
      await clearDirtyHoursBefore(manager, pipeline.name, horizon);
      return await dropPartitions(manager, pipeline.sink.table, horizon);
    });
    return { partitionsDropped, consumersDeleted: await this.deleteIdleConsumers(pipeline) };
  }

  private async deleteIdleConsumers(pipeline: EventPipeline<unknown>): Promise<number> {
    let deleted = 0;
    for (const stream of this.keys.streams(pipeline)) {
      for (const consumer of await this.listConsumers(stream)) {
        // Every drain has a name of its own: one idle this long never reads again.
        if (consumer.pending > 0 || consumer.idle < hourMs) continue;
        await this.redis.xgroup('DELCONSUMER', stream, consumerGroup, consumer.name);
        deleted += 1;
      }
    }
    return deleted;
  }

  private async listConsumers(stream: string): Promise<{ name: string; pending: number; idle: number }[]> {
    if ((await this.redis.exists(stream)) === 0) return [];
    const groups = (await this.redis.xinfo('GROUPS', stream)) as string[][];
    if (!groups.some((group) => group[1] === consumerGroup)) return [];
    const replies = (await this.redis.xinfo('CONSUMERS', stream, consumerGroup)) as (string | number)[][];
    return replies.map((reply) => {
      const field = (name: string): string | number => reply[reply.indexOf(name) + 1] ?? '';
      return { name: String(field('name')), pending: Number(field('pending')), idle: Number(field('idle')) };
    });
  }
}
