import { Module } from '@nestjs/common';
import { ContentModule } from '../../content/content.module.js';
import { IdempotencyModule } from '../../idempotency/idempotency.module.js';
import { ImagesWorkerModule } from '../../images/images-worker.module.js';
import { WorkerQueueModule } from '../../queue/worker-queue.module.js';
import { GeneratorsModule } from '../generators/generators.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { ReportingModule } from '../reporting/reporting.module.js';
import { GenerationProcessor } from './generation.processor.js';
import { GenerationUpkeepProcessor } from './generation-upkeep.processor.js';
import { JobOutputs } from './job-outputs.js';
import { JobRunner } from './job-runner.js';
import { Reconciler } from './reconciler.js';

/** Lets a worker process generate what jobs ask for. */
@Module({
  imports: [
    WorkerQueueModule,
    LifecycleModule,
    ReportingModule,
    GeneratorsModule,
    ImagesWorkerModule,
    ContentModule,
    IdempotencyModule,
  ],
  providers: [GenerationProcessor, JobRunner, JobOutputs, Reconciler, GenerationUpkeepProcessor],
})
export class GenerationWorkerModule {}
