import { Module } from '@nestjs/common';
import { EventPublishers } from '../../stream-pipeline/event-publishers.js';
import type { StreamPublisher } from '../../stream-pipeline/stream-publisher.js';
import { MetricsModule } from '../../metrics/metrics.module.js';
import { RequestDurations } from '../../metrics/request-durations.js';
import { EventPipelinesModule } from '../event-pipelines.module.js';
import { GenerationMetricsModule } from '../generation/generation-metrics.module.js';
import { MetricsService } from '../generation/metrics.service.js';
import type { RouteEvent } from './route-event.js';
import { createRouteEventsPipeline } from './route-events.pipeline.js';
import { type RouteListener, RouteRecorder } from './route-recorder.js';

const routeEventPublisher = Symbol('routeEventPublisher');

/** The figures that are made of the same requests. */
function listenersOf(metrics: MetricsService, durations: RequestDurations): RouteListener[] {
  return [
    (event) => {
      metrics.recordResponseTime(event.durationMs / 1000);
    },
    (event) => {
      durations.observe(event);
    },
  ];
}

/** Records the requests of an API process; without `route-analytics.enabled` there is neither recorder nor connection. */
@Module({
  imports: [EventPipelinesModule, GenerationMetricsModule, MetricsModule],
  providers: [
    {
      provide: routeEventPublisher,
      inject: [EventPublishers],
      useFactory: (publishers: EventPublishers) =>
        publishers.open('route-analytics', createRouteEventsPipeline),
    },
    {
      provide: RouteRecorder,
      inject: [MetricsService, RequestDurations, { token: routeEventPublisher, optional: true }],
      useFactory: (
        metrics: MetricsService,
        durations: RequestDurations,
        publisher?: StreamPublisher<RouteEvent>,
      ) => publisher && new RouteRecorder(publisher, listenersOf(metrics, durations)),
    },
  ],
  exports: [RouteRecorder],
})
export class RouteCaptureModule {}
