import { Processor } from '@nestjs/bullmq';
import { Clock } from '../common/clock.js';
import { handles, type JobHandler, JobProcessor, type JobResult } from '../queue/job-processor.js';
import { QueueName, refreshTagStatsJob } from '../queue/queue.contracts.js';
import { TagCardinalityService } from './tag-cardinality.service.js';

/** Runs the jobs of tags. */
@Processor(QueueName.tags)
export class TagsProcessor extends JobProcessor {
  readonly handlers: readonly JobHandler[] = [handles(refreshTagStatsJob, () => this.refreshStats())];

  constructor(
    private readonly cardinality: TagCardinalityService,
    private readonly clock: Clock,
  ) {
    super();
  }

  private async refreshStats(): Promise<JobResult> {
    const refreshed = await this.cardinality.refresh();
    return { status: 'success', stats_refreshed: refreshed, timestamp: this.clock.now().toISOString() };
  }
}
