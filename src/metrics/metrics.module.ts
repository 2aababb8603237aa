import { Module } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { MetricsController } from './metrics.controller.js';
import { RequestDurations } from './request-durations.js';

function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** What an API process shows to Prometheus; whoever has something to show registers it. docs/metrics.md lists it all. */
@Module({
  controllers: [MetricsController],
  providers: [{ provide: Registry, useFactory: createRegistry }, RequestDurations],
  exports: [Registry, RequestDurations],
})
export class MetricsModule {}
