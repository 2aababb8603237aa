import { Inject, Injectable } from '@nestjs/common';
import { Redis } from 'ioredis';
import { REDIS } from '../redis/redis.tokens.js';
import type { EventPipeline } from './event-pipeline.js';
import { payloadField, StreamKeys } from './stream-keys.js';

export interface DeadLetter {
  /** Id in the dead-letter stream; its first part is when the entry was given up, in epoch milliseconds. */
  readonly id: string;
  /** Id the entry had in the event stream. */
  readonly entryId: string;
  readonly reason: string;
  readonly payload: string;
}

/** One script, so that two replays at once cannot put the same letter back twice. */
const replayScript = `
  local letter = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
  if not letter then return 0 end
  redis.call('XADD', KEYS[2], '*', '${payloadField}', letter[2][2])
  return redis.call('XDEL', KEYS[1], ARGV[1])`;

const pageSize = 500;

function toDeadLetter([id, fields]: [id: string, fields: string[]]): DeadLetter {
  const field = (name: string): string => fields[fields.indexOf(name, 2) + 1] ?? '';
  return { id, entryId: field('entry_id'), reason: field('reason'), payload: fields[1] ?? '' };
}

/** Entries that could not be stored: shows them, and gives them another chance once their cause is mended. */
@Injectable()
export class DeadLetters {
  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly keys: StreamKeys,
  ) {}

  async count(pipeline: EventPipeline<unknown>): Promise<number> {
    return await this.redis.xlen(this.keys.dead(pipeline));
  }

  /** Oldest first. */
  async list(pipeline: EventPipeline<unknown>, limit: number): Promise<DeadLetter[]> {
    return (await this.redis.xrange(this.keys.dead(pipeline), '-', '+', 'COUNT', limit)).map(toDeadLetter);
  }

  /** Puts letters back into the stream; answers how many were there. */
  async replay(pipeline: EventPipeline<unknown>, ids: readonly string[]): Promise<number> {
    let replayed = 0;
    for (const id of ids) {
      const reply = await this.redis.eval(
        replayScript,
        2,
        this.keys.dead(pipeline),
        this.keys.stream(pipeline, 0),
        id,
      );
      replayed += Number(reply);
    }
    return replayed;
  }

  /** Puts back every letter that is there now; those that die again meanwhile are not taken a second time. */
  async replayAll(pipeline: EventPipeline<unknown>): Promise<number> {
    const dead = this.keys.dead(pipeline);
    const [newest] = await this.redis.xrevrange(dead, '+', '-', 'COUNT', 1);
    if (!newest) return 0;
    let replayed = 0;
    for (;;) {
      const page = await this.redis.xrange(dead, '-', newest[0], 'COUNT', pageSize);
      if (page.length === 0) return replayed;
      replayed += await this.replay(
        pipeline,
        page.map(([id]) => id),
      );
    }
  }
}
