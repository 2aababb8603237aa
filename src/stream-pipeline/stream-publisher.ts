/**
 * Hands events to Redis without ever making the caller wait or fail: events gather in a bounded buffer and leave it
 * in batches. While Redis is away the buffer fills and then drops what comes; a batch whose outcome is unknown
 * because the connection broke is counted as lost and not sent again, since a second copy would count twice. Up to
 * this point delivery is at most once; from the stream on it is exactly once.
 */
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { minuteMs } from '../common/durations.js';
import type { EventPipeline } from './event-pipeline.js';
import { StreamAppender } from './stream-appender.js';
import type { StreamKeys } from './stream-keys.js';

export interface PublisherStats {
  /** Events Redis has confirmed. */
  readonly sent: number;
  /** Events that found the buffer full. */
  readonly dropped: number;
  /** Events of batches that failed or whose outcome is unknown. */
  readonly lost: number;
  /** Undrained entries the bound of the stream pushed out. */
  readonly pushedOut: number;
  readonly buffered: number;
}

/** A batch blocks the event loop while it is encoded (about 2 µs an entry), so it has a bound. */
const maxBatch = 200;
const shutdownFlushMs = 2_000;

/** Publishes the events of one pipeline from this process; owns its Redis connection. */
export class StreamPublisher<E> implements OnApplicationShutdown {
  private readonly logger = new Logger(StreamPublisher.name);
  private readonly appender: StreamAppender;
  private readonly streams: readonly string[];
  private buffer: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private nextShard = 0;
  private sent = 0;
  private dropped = 0;
  private lost = 0;
  private pushedOut = 0;
  private isFailing = false;
  private quietUntil = 0;

  constructor(
    private readonly redis: Redis,
    private readonly pipeline: EventPipeline<E>,
    keys: StreamKeys,
  ) {
    this.appender = new StreamAppender(redis);
    this.streams = keys.streams(pipeline);
    redis.on('ready', this.sendNow);
    redis.on('close', this.onClose);
  }

  /** Takes the event and returns at once. */
  publish(event: E): void {
    if (this.buffer.length >= this.pipeline.settings.bufferMax) {
      this.dropped += 1;
      this.noteLoss('events find the buffer full and are dropped');
      return;
    }
    this.buffer.push(this.pipeline.encode(event));
    this.schedule();
  }

  stats(): PublisherStats {
    const { sent, dropped, lost, pushedOut } = this;
    return { sent, dropped, lost, pushedOut, buffered: this.buffer.length };
  }

  /** Sends everything that waits; gives up when Redis is away. */
  async flush(): Promise<void> {
    for (;;) {
      this.sendNow();
      if (!this.sending) return;
      await this.sending;
    }
  }

  async onApplicationShutdown(): Promise<void> {
    const timeout = new Promise((resolve) => setTimeout(resolve, shutdownFlushMs).unref());
    await Promise.race([this.flush(), timeout]);
    clearTimeout(this.timer);
    this.redis.off('close', this.onClose);
    this.redis.disconnect();
  }

  private schedule(): void {
    if (this.buffer.length >= maxBatch) this.sendNow();
    else this.timer ??= setTimeout(this.sendNow, this.pipeline.settings.flushIntervalMs);
  }

  private readonly sendNow = (): void => {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.sending || this.buffer.length === 0 || this.redis.status !== 'ready') return;
    this.sending = this.send(this.buffer.splice(0, maxBatch)).finally(() => {
      this.sending = undefined;
      if (this.buffer.length > 0) this.schedule();
    });
  };

  private readonly onClose = (): void => {
    this.noteFailure('Redis is away');
  };

  private async send(batch: string[]): Promise<void> {
    const { streamMaxLength, shards } = this.pipeline.settings;
    const stream = this.streams[this.nextShard] ?? '';
    this.nextShard = (this.nextShard + 1) % this.streams.length;
    try {
      const pushedOut = await this.appender.append(stream, Math.ceil(streamMaxLength / shards), batch);
      this.pushedOut += pushedOut;
      if (pushedOut > 0) this.noteLoss('the stream is full: its oldest entries go before they are drained');
      this.sent += batch.length;
      this.noteSuccess();
    } catch (error) {
      this.lost += batch.length;
      this.noteFailure(error instanceof Error ? error.message : String(error));
    }
  }

  /** One line a minute at the most: what is lost must be seen, and not be buried by its own noise. */
  private noteLoss(what: string): void {
    const now = performance.now();
    if (now < this.quietUntil) return;
    this.quietUntil = now + minuteMs;
    const { dropped, pushedOut } = this;
    this.logger.warn(`${this.pipeline.name}: ${what} (${dropped} dropped, ${pushedOut} pushed out so far)`);
  }

  private noteFailure(reason: string): void {
    if (this.isFailing) return;
    this.isFailing = true;
    this.logger.warn(`${this.pipeline.name}: events cannot be published: ${reason}`);
  }

  private noteSuccess(): void {
    if (!this.isFailing) return;
    this.isFailing = false;
    const { dropped, lost } = this;
    this.logger.log(
      `${this.pipeline.name}: events are published again; ${dropped} dropped, ${lost} lost so far`,
    );
  }
}
