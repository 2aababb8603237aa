import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { AppConfig } from '../config/app-config.js';
import { createRedis } from './create-redis.js';

/** Channels in one command, lest Redis serve nobody else for long. */
const channelsAtOnce = 1_000;

/** Pause before a connection on which channels cannot be subscribed to gives way to another. */
const retryMs = 1_000;

type Listener = (message: string) => void;

interface Channel {
  readonly listeners: Set<Listener>;
  subscribed: Promise<unknown>;
}

/**
 * Listens to Redis channels for the whole process over one connection, made when it is first needed. What is published
 * while Redis cannot be reached is lost: whoever must know everything reads it up elsewhere, when told by `onResume`.
 */
@Injectable()
export class RedisSubscriber implements OnApplicationShutdown {
  private readonly logger = new Logger(RedisSubscriber.name);
  private readonly channels = new Map<string, Channel>();
  private readonly resumed = new Set<() => void>();
  private redis: Redis | undefined;
  private retry: NodeJS.Timeout | undefined;
  private firstAttempt: Promise<unknown> = Promise.resolve();

  constructor(private readonly config: AppConfig) {}

  /**
   * Answers, once the channel is subscribed to, what ends the listening. While Redis is away it answers at once; the
   * channel is then subscribed to when Redis is back.
   */
  async subscribe(channel: string, listener: Listener): Promise<() => Promise<void>> {
    const known = this.channels.get(channel) ?? this.open(channel);
    known.listeners.add(listener);
    await known.subscribed;
    return () => this.leave(channel, known, listener);
  }

  /** Calls the listener whenever messages may have been missed. Answers what ends that. */
  onResume(listener: () => void): () => void {
    this.resumed.add(listener);
    return () => void this.resumed.delete(listener);
  }

  onApplicationShutdown(): void {
    clearTimeout(this.retry);
    this.redis?.disconnect();
  }

  private open(name: string): Channel {
    const channel: Channel = { listeners: new Set(), subscribed: Promise.resolve() };
    this.channels.set(name, channel);
    const redis = (this.redis ??= this.connect());
    // A connection that becomes ready only now subscribes to all channels there are, this one included.
    channel.subscribed = redis.status === 'ready' ? this.listenTo(redis, [name]) : this.firstAttempt;
    return channel;
  }

  private connect(): Redis {
    // Which channels are wanted is known here, also when a subscription never got through: ioredis would not know.
    const redis = createRedis(this.config, { autoResubscribe: false });
    let mayHaveMissed = false;
    redis.on('message', (channel: string, message: string) => {
      this.pass(channel, message);
    });
    this.firstAttempt = new Promise<void>((resolve) => {
      redis.on('close', () => {
        mayHaveMissed = true;
        clearTimeout(this.retry);
        resolve();
      });
      redis.on('ready', () => {
        void this.listenTo(redis, [...this.channels.keys()]).then((isListening) => {
          if (isListening && mayHaveMissed) {
            mayHaveMissed = false;
            this.tellResumed();
          }
          resolve();
        });
      });
    });
    return redis;
  }

  private tellResumed(): void {
    for (const listener of this.resumed) listener();
  }

  /** Answers whether the channels are now listened to; if not, they are as soon as another connection is there. */
  private async listenTo(redis: Redis, channels: string[]): Promise<boolean> {
    const parts = Array.from({ length: Math.ceil(channels.length / channelsAtOnce) }, (_, index) =>
      channels.slice(index * channelsAtOnce, (index + 1) * channelsAtOnce),
    );
    try {
      await Promise.all(parts.map((names) => redis.subscribe(...names)));
      return true;
    } catch (error) {
      this.logger.warn(`channels could not be subscribed to: ${String(error)}`);
      this.reconnect(redis);
      return false;
    }
  }

  /** A connection that was lost is made anew anyway; one that holds and does not serve is given up. */
  private reconnect(redis: Redis): void {
    if (redis.status !== 'ready') return;
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      redis.disconnect(true);
    }, retryMs).unref();
  }

  /** A listener that fails keeps nothing from the others; and as an event handler this must not throw. */
  private pass(channel: string, message: string): void {
    for (const listener of this.channels.get(channel)?.listeners ?? []) {
      try {
        listener(message);
      } catch (error) {
        this.logger.error(`a listener to ${channel} failed: ${String(error)}`);
      }
    }
  }

  private async leave(name: string, channel: Channel, listener: Listener): Promise<void> {
    channel.listeners.delete(listener);
    if (channel.listeners.size > 0 || this.channels.get(name) !== channel) return;
    this.channels.delete(name);
    if (this.redis?.status === 'ready') await this.redis.unsubscribe(name).catch(() => undefined);
  }
}
