import { Module } from '@nestjs/common';
import { StreamPipelineModule } from '../stream-pipeline/stream-pipeline.module.js';
import { createGenerationEventsPipeline } from './generation/generation-events.pipeline.js';
import { createRouteEventsPipeline } from './routes/route-events.pipeline.js';

/** The stream engine with every pipeline of the product: a new one is added to this list. */
@Module({
  imports: [StreamPipelineModule.register([createRouteEventsPipeline, createGenerationEventsPipeline])],
  exports: [StreamPipelineModule],
})
export class EventPipelinesModule {}
