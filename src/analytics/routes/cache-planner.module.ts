import { Module } from '@nestjs/common';
import { CachePlannerService } from './cache-planner.service.js';

/** The cache planner by itself, as the CLI uses it. */
@Module({
  providers: [CachePlannerService],
  exports: [CachePlannerService],
})
export class CachePlannerModule {}
