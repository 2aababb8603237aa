import { Redis, type RedisOptions } from 'ioredis';
import type { AppConfig } from '../config/app-config.js';

/**
 * A client that reconnects for ever and fails commands at once while Redis is away, so that no request waits
 * for it. BullMQ needs other options and makes its own.
 */
export function createRedis(config: AppConfig, options: RedisOptions = {}): Redis {
  const redis = new Redis(config.redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 6), 2_000),
    ...options,
  });
  // A client without a listener brings the process down; whoever sends a command sees its error anyway.
  redis.on('error', () => undefined);
  return redis;
}
