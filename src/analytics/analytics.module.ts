import { Module } from '@nestjs/common';
import { CachePlannerModule } from './routes/cache-planner.module.js';
import { RouteAnalyticsController } from './routes/route-analytics.controller.js';
import { RouteCaptureModule } from './routes/route-capture.module.js';

/** Analytics in an API process: capture of its requests, and the endpoints that answer from them. */
@Module({
  imports: [RouteCaptureModule, CachePlannerModule],
  controllers: [RouteAnalyticsController],
  exports: [RouteCaptureModule],
})
export class AnalyticsModule {}
