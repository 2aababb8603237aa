import { Processor } from '@nestjs/bullmq';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../common/clock.js';
import { handles, type JobHandler, JobProcessor, type JobResult } from '../queue/job-processor.js';
import { foldCountersJob, QueueName } from '../queue/queue.contracts.js';
import { foldCounters } from './content-counts.queries.js';

/** Runs the jobs of content. */
@Processor(QueueName.content)
export class ContentProcessor extends JobProcessor {
  readonly handlers: readonly JobHandler[] = [handles(foldCountersJob, () => this.foldCounters())];

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {
    super();
  }

  private async foldCounters(): Promise<JobResult> {
    const folded = await foldCounters(this.dataSource);
    return { status: 'success', changes_folded: folded, timestamp: this.clock.now().toISOString() };
  }
}
