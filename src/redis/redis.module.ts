import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { AppConfig } from '../config/app-config.js';
import { createRedis } from './create-redis.js';
import { REDIS } from './redis.tokens.js';

/** Owns the shared Redis connection from boot to shutdown. */
@Global()
@Module({
  providers: [{ provide: REDIS, useFactory: createRedis, inject: [AppConfig] }],
  exports: [REDIS],
})
export class RedisModule implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }
}
