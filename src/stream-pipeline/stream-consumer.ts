import type { ChainableCommander, Redis } from 'ioredis';
import { consumerGroup, payloadField } from './stream-keys.js';

export interface StreamEntry {
  readonly id: string;
  readonly payload: string;
  /** False when the entry was not written by the engine; its payload is then what fields it has. */
  readonly isOurs: boolean;
}

/** An entry that cannot be stored, and why. */
export interface DeadEntry {
  readonly entry: StreamEntry;
  readonly reason: string;
}

type RawEntry = [id: string, fields: string[]];

export interface StreamConsumerOptions {
  readonly stream: string;
  readonly deadStream: string;
  /** Unique among all drainers ever running at once: two consumers of one name would share their entries. */
  readonly name: string;
  readonly batchSize: number;
  /** Idle time after which it takes over the entries of others; it leaves them alone without. */
  readonly claimIdleMs: number | undefined;
}

/** Entries kept of a dead-letter stream before the oldest go. */
const deadMaxLength = 10_000;

/** A drainer that stalled may have lost the entry to another one: only who still has it to acknowledge buries it. */
const buryScript = `
  if redis.call('XACK', KEYS[1], ARGV[1], ARGV[2]) == 0 then return 0 end
  redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', unpack(ARGV, 4))
  return redis.call('XDEL', KEYS[1], ARGV[2])`;

function toEntry([id, fields]: RawEntry): StreamEntry {
  const [name, payload] = fields;
  const isOurs = name === payloadField && payload !== undefined;
  return { id, isOurs, payload: isOurs ? payload : JSON.stringify(fields) };
}

/** FLUSHALL, or a stream deleted by hand, takes the consumer group with it. */
function isGroupMissing(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('NOGROUP');
}

/** Reads one stream as one member of the consumer group and settles what it has read. */
export class StreamConsumer {
  private staleCursor: string | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly options: StreamConsumerOptions,
  ) {
    this.staleCursor = options.claimIdleMs === undefined ? undefined : '0-0';
  }

  /** The next batch: first what drainers that went away left unsettled, then new entries; empty at the end. */
  async next(): Promise<StreamEntry[]> {
    try {
      return await this.read();
    } catch (error) {
      if (!isGroupMissing(error)) throw error;
      await this.createGroup();
      return await this.read();
    }
  }

  /**
   * Takes stored entries off the stream and moves the dead ones to the dead-letter stream, all in one MULTI: a
   * crash leaves either everything to be delivered again or nothing.
   */
  async settle(entries: readonly StreamEntry[], dead: readonly DeadEntry[]): Promise<void> {
    const { stream } = this.options;
    const ids = entries.map((entry) => entry.id);
    const multi = this.redis.multi();
    for (const letter of dead) this.bury(multi, letter); // before XACK, which decides who buries
    multi.xack(stream, consumerGroup, ...ids);
    multi.xdel(stream, ...ids);
    const replies = await multi.exec();
    const failed = replies?.find(([error]) => error !== null);
    if (failed?.[0]) throw failed[0];
  }

  /**
   * Leaves the group; only for a consumer that has settled everything it read. A failure costs nothing: retention
   * deletes consumers long idle.
   */
  async leave(): Promise<void> {
    const { stream, name } = this.options;
    await this.redis.xgroup('DELCONSUMER', stream, consumerGroup, name).catch(() => undefined);
  }

  private bury(multi: ChainableCommander, { entry, reason }: DeadEntry): void {
    const { stream, deadStream } = this.options;
    const fields = [payloadField, entry.payload, 'reason', reason, 'entry_id', entry.id];
    multi.eval(buryScript, 2, stream, deadStream, consumerGroup, entry.id, deadMaxLength, ...fields);
  }

  private async read(): Promise<StreamEntry[]> {
    while (this.staleCursor !== undefined) {
      const stale = await this.claimStale(this.staleCursor);
      if (stale.length > 0) return stale;
    }
    return await this.readNew();
  }

  private async claimStale(cursor: string): Promise<StreamEntry[]> {
    const { stream, name, claimIdleMs = 0, batchSize } = this.options;
    const reply = await this.redis.xautoclaim(
      stream,
      consumerGroup,
      name,
      claimIdleMs,
      cursor,
      'COUNT',
      batchSize,
    );
    const [next, entries] = reply as [string, (RawEntry | null)[]];
    this.staleCursor = next === '0-0' ? undefined : next;
    // Redis before 7.0 answers null for an entry that was pushed out of the stream.
    return entries.filter((entry) => entry !== null).map(toEntry);
  }

  private async readNew(): Promise<StreamEntry[]> {
    const { stream, name, batchSize } = this.options;
    const args = ['GROUP', consumerGroup, name, 'COUNT', batchSize, 'STREAMS', stream, '>'] as const;
    const reply = (await this.redis.xreadgroup(...args)) as [stream: string, entries: RawEntry[]][] | null;
    return reply?.[0]?.[1].map(toEntry) ?? [];
  }

  private async createGroup(): Promise<void> {
    try {
      await this.redis.xgroup('CREATE', this.options.stream, consumerGroup, '0', 'MKSTREAM');
    } catch (error) {
      // Another drainer was quicker.
      if (!(error instanceof Error && error.message.startsWith('BUSYGROUP'))) throw error;
    }
  }
}
