import { Module } from '@nestjs/common';
import { GenerationMetricsModule } from '../../analytics/generation/generation-metrics.module.js';
import { JobReporter } from './job-reporter.js';
import { LostEvents } from './lost-events.js';

/** What the analytics are told of jobs, in an API process and in a worker alike. */
@Module({
  imports: [GenerationMetricsModule],
  providers: [JobReporter, LostEvents],
  exports: [JobReporter, LostEvents],
})
export class ReportingModule {}
