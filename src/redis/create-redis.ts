import { Logger } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';
import type { AppConfig } from '../config/app-config.js';

const logger = new Logger('Redis');

/** One line when the connection is lost and one when it is back, however often it is tried in between. */
function logOutages(redis: Redis): void {
  let isAway = false;
  redis.on('error', (error: Error) => {
    if (!isAway) logger.warn(`away: ${error.message || error.name}`);
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) logger.log('back');
    isAway = false;
  });
}

/** How long to wait before connecting again; never so long that a Redis that is back goes unnoticed. */
export function reconnectDelayMs(attempt: number): number {
  return Math.min(50 * 2 ** Math.min(attempt, 6), 2_000);
}

/**
 * A client that reconnects for ever and fails commands at once while Redis is away, so that no request waits
 * for it. BullMQ needs other options and makes its own.
 */
export function createRedis(config: AppConfig, options: RedisOptions = {}): Redis {
  const redis = new Redis(config.redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    commandTimeout: 5_000, // a Redis that stalls must not hold its callers for ever
    retryStrategy: reconnectDelayMs,
    ...options,
  });
  logOutages(redis);
  return redis;
}
