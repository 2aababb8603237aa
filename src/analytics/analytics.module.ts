import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module.js';
import { PipelineMetrics } from '../stream-pipeline/pipeline-metrics.js';
import { GenerationAnalyticsController } from './generation/generation-analytics.controller.js';
import { GenerationAnalyticsService } from './generation/generation-analytics.service.js';
import { GenerationGauges } from './generation/generation-gauges.js';
import { GenerationMetricsModule } from './generation/generation-metrics.module.js';
import { CachePlannerModule } from './routes/cache-planner.module.js';
import { RouteAnalyticsController } from './routes/route-analytics.controller.js';
import { RouteCaptureModule } from './routes/route-capture.module.js';

/** Analytics in an API process: capture of its requests, and the endpoints that answer from them. */
@Module({
  imports: [RouteCaptureModule, CachePlannerModule, GenerationMetricsModule, MetricsModule],
  controllers: [RouteAnalyticsController, GenerationAnalyticsController],
  providers: [GenerationAnalyticsService, GenerationGauges, PipelineMetrics],
  exports: [RouteCaptureModule],
})
export class AnalyticsModule {}
