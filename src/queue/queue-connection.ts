import type { QueueOptions } from 'bullmq';
import type { AppConfig } from '../config/app-config.js';
import { reconnectDelayMs } from '../redis/create-redis.js';

/** How queues and workers reach Redis: on connections of their own, whose commands wait for a Redis that is away. */
export function queueConnection(config: AppConfig): Pick<QueueOptions, 'connection' | 'prefix'> {
  return {
    connection: { url: config.redisUrl, maxRetriesPerRequest: null, retryStrategy: reconnectDelayMs },
    prefix: config.get('redis-ns'),
  };
}
