import { Module } from '@nestjs/common';
import { WorkerQueueModule } from '../queue/worker-queue.module.js';
import { TagUpkeepModule } from './tag-upkeep.module.js';
import { TagsProcessor } from './tags.processor.js';

/** Lets a worker process run the jobs of tags. */
@Module({ imports: [TagUpkeepModule, WorkerQueueModule], providers: [TagsProcessor] })
export class TagsWorkerModule {}
