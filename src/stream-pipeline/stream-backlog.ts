import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { REDIS } from '../redis/redis.tokens.js';
import type { EventPipeline } from './event-pipeline.js';
import { StreamKeys } from './stream-keys.js';

export interface Backlog {
  /** Entries not drained yet. */
  readonly entries: number;
  /** When the oldest of them was published; null when there are none. */
  readonly oldestAt: Date | null;
  /** Entries that could not be stored. */
  readonly dead: number;
}

type RawEntry = [id: string, fields: string[]];

/** Tells how far the drain of a pipeline is behind, from Redis and so the same in every process. */
@Injectable()
export class StreamBacklog {
  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly keys: StreamKeys,
  ) {}

  async measure(pipeline: EventPipeline<unknown>): Promise<Backlog> {
    const shards = await Promise.all(this.keys.streams(pipeline).map((stream) => this.measureShard(stream)));
    const ages = shards.map(({ oldestMs }) => oldestMs).filter((oldestMs) => oldestMs !== undefined);
    return {
      entries: shards.reduce((sum, { entries }) => sum + entries, 0),
      oldestAt: ages.length > 0 ? new Date(Math.min(...ages)) : null,
      dead: await this.redis.xlen(this.keys.dead(pipeline)),
    };
  }

  private async measureShard(stream: string): Promise<{ entries: number; oldestMs: number | undefined }> {
    const [entries, oldest] = await Promise.all([
      this.redis.xlen(stream),
      this.redis.xrange(stream, '-', '+', 'COUNT', 1) as Promise<RawEntry[]>,
    ]);
    const [id] = oldest[0] ?? [];
    return { entries, oldestMs: id === undefined ? undefined : Number(id.slice(0, id.indexOf('-'))) };
  }
}
