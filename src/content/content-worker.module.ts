import { Module } from '@nestjs/common';
import { WorkerQueueModule } from '../queue/worker-queue.module.js';
import { ContentProcessor } from './content.processor.js';

/** Lets a worker process run the jobs of content. */
@Module({ imports: [WorkerQueueModule], providers: [ContentProcessor] })
export class ContentWorkerModule {}
