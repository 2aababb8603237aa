import { Module } from '@nestjs/common';
import { GenerationMetricsModule } from '../analytics/generation/generation-metrics.module.js';
import { HealthService } from './health.service.js';
import { RootController } from './root.controller.js';
import { SystemController } from './system.controller.js';
import { SystemService } from './system.service.js';

/** What the process tells of itself. */
@Module({
  imports: [GenerationMetricsModule],
  controllers: [RootController, SystemController],
  providers: [SystemService, HealthService],
})
export class SystemModule {}
