import { Module } from '@nestjs/common';
import { EventPublishers } from '../../stream-pipeline/event-publishers.js';
import { EventPipelinesModule } from '../event-pipelines.module.js';
import { createGenerationEventsPipeline } from './generation-events.pipeline.js';
import { GenerationFiguresService } from './generation-figures.service.js';
import { GENERATION_PUBLISHER } from './generation-publisher.token.js';
import { MetricsService } from './metrics.service.js';

/** Counting of generations, in any process; each has a publisher and a Redis connection of its own. */
@Module({
  imports: [EventPipelinesModule],
  providers: [
    {
      provide: GENERATION_PUBLISHER,
      inject: [EventPublishers],
      useFactory: (publishers: EventPublishers) =>
        publishers.open('generation-analytics', createGenerationEventsPipeline),
    },
    GenerationFiguresService,
    MetricsService,
  ],
  exports: [MetricsService, GenerationFiguresService, EventPipelinesModule],
})
export class GenerationMetricsModule {}
