import { Module } from '@nestjs/common';
import { AppConfig } from '../../config/app-config.js';
import { createRedis } from '../../redis/create-redis.js';
import { StreamKeys } from '../../stream-pipeline/stream-keys.js';
import { StreamPublisher } from '../../stream-pipeline/stream-publisher.js';
import { EventPipelinesModule } from '../event-pipelines.module.js';
import type { RouteEvent } from './route-event.js';
import { createRouteEventsPipeline } from './route-events.pipeline.js';
import { RouteRecorder } from './route-recorder.js';

type RouteEventPublisher = StreamPublisher<RouteEvent>;

const routeEventPublisher = Symbol('routeEventPublisher');

/** A stalled Redis must not hold a batch for ever. */
const commandTimeoutMs = 5_000;

function createPublisher(config: AppConfig, keys: StreamKeys): RouteEventPublisher | undefined {
  if (!config.get('route-analytics.enabled')) return undefined;
  const redis = createRedis(config, { commandTimeout: commandTimeoutMs });
  return new StreamPublisher(redis, createRouteEventsPipeline(config), keys);
}

/** Records the requests of an API process; without `route-analytics.enabled` there is neither recorder nor connection. */
@Module({
  imports: [EventPipelinesModule],
  providers: [
    { provide: routeEventPublisher, inject: [AppConfig, StreamKeys], useFactory: createPublisher },
    {
      provide: RouteRecorder,
      inject: [{ token: routeEventPublisher, optional: true }],
      useFactory: (publisher?: RouteEventPublisher) => publisher && new RouteRecorder(publisher),
    },
  ],
  exports: [RouteRecorder],
})
export class RouteCaptureModule {}
