import { Module } from '@nestjs/common';
import { WorkerQueueModule } from '../queue/worker-queue.module.js';
import { PipelineProcessor } from '../stream-pipeline/pipeline.processor.js';
import { EventPipelinesModule } from './event-pipelines.module.js';

/** Lets a worker process run the jobs of the event pipelines. */
@Module({
  imports: [EventPipelinesModule, WorkerQueueModule],
  providers: [PipelineProcessor],
  exports: [WorkerQueueModule],
})
export class EventPipelinesWorkerModule {}
