import { Module } from '@nestjs/common';
import { HealthService } from './health.service.js';
import { RootController } from './root.controller.js';
import { SystemController } from './system.controller.js';
import { SystemService } from './system.service.js';

/** What the process tells of itself. */
@Module({
  controllers: [RootController, SystemController],
  providers: [SystemService, HealthService],
})
export class SystemModule {}
