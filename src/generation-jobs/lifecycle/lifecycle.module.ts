import { Module } from '@nestjs/common';
import { QueueModule } from '../../queue/queue.module.js';
import { GenerationQueue } from '../queue/generation-queue.js';
import { ReportingModule } from '../reporting/reporting.module.js';
import { JobAttempts } from './job-attempts.js';
import { JobConsequences } from './job-consequences.js';
import { JobLifecycle } from './job-lifecycle.js';
import { JobRepairs } from './job-repairs.js';

/** The only ways in which a generation job changes its state, for the API and for workers. */
@Module({
  imports: [QueueModule, ReportingModule],
  providers: [GenerationQueue, JobConsequences, JobLifecycle, JobAttempts, JobRepairs],
  exports: [JobLifecycle, JobAttempts, JobRepairs, GenerationQueue],
})
export class LifecycleModule {}
