import { Global, Inject, Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { within } from '../common/within.js';
import { AppConfig } from '../config/app-config.js';
import { createRedis } from './create-redis.js';
import { RedisSubscriber } from './redis-subscriber.js';
import { REDIS } from './redis.tokens.js';

/** How long a start waits for a Redis that holds the line but does not answer. */
const patienceMs = 2_000;

/** Owns the shared Redis connection from boot to shutdown, and the one that listens to channels. */
@Global()
@Module({
  providers: [{ provide: REDIS, useFactory: createRedis, inject: [AppConfig] }, RedisSubscriber],
  exports: [REDIS, RedisSubscriber],
})
export class RedisModule implements OnModuleInit, OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  /** The first command finds a connection, where there is one to be had; the process starts without Redis too. */
  async onModuleInit(): Promise<void> {
    if (this.redis.status === 'ready') return;
    const settled = new Promise((resolve) => this.redis.once('ready', resolve).once('close', resolve));
    await within(patienceMs, settled).catch(() => undefined);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}
