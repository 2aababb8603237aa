import { Processor } from '@nestjs/bullmq';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { handles, type JobHandler, JobProcessor, type JobResult } from '../queue/job-processor.js';
import { QueueName, tidyJournalsJob } from '../queue/queue.contracts.js';
import { foldCounters, forgetContentChanges } from './content-counts.queries.js';

/** Runs the jobs of content. */
@Processor(QueueName.content)
export class ContentProcessor extends JobProcessor {
  readonly handlers: readonly JobHandler[] = [handles(tidyJournalsJob, () => this.tidyJournals())];

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    super();
  }

  private async tidyJournals(): Promise<JobResult> {
    const folded = await foldCounters(this.dataSource);
    const forgotten = await forgetContentChanges(this.dataSource);
    return {
      status: 'success',
      changes_folded: folded,
      changes_forgotten: forgotten,
      timestamp: this.clock.now().toISOString(),
    };
  }
}
