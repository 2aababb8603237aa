import { Processor } from '@nestjs/bullmq';
import { Clock } from '../common/clock.js';
import { handles, type JobHandler, JobProcessor, type JobResult } from '../queue/job-processor.js';
import { drainJob, type PipelinePayload, pruneJob, QueueName, rollupJob } from '../queue/queue.contracts.js';
import { EventPipelines } from './event-pipelines.js';
import { HourlyRollup } from './hourly-rollup.js';
import { Retention } from './retention.js';
import { StreamDrainer } from './stream-drainer.js';

/** Runs the jobs of every registered pipeline. */
@Processor(QueueName.pipelines)
export class PipelineProcessor extends JobProcessor {
  readonly handlers: readonly JobHandler[] = [
    handles(drainJob, (payload) => this.drain(payload)),
    handles(rollupJob, (payload) => this.roll(payload)),
    handles(pruneJob, (payload) => this.prune(payload)),
  ];

  constructor(
    private readonly pipelines: EventPipelines,
    private readonly drainer: StreamDrainer,
    private readonly rollup: HourlyRollup,
    private readonly retention: Retention,
    private readonly clock: Clock,
  ) {
    super();
  }

  private async drain({ pipeline }: PipelinePayload): Promise<JobResult> {
    const { inserted, duplicates, dead } = await this.drainer.drain(this.pipelines.get(pipeline));
    return this.success({ events_transferred: inserted, duplicates, dead_letters: dead });
  }

  private async roll({ pipeline }: PipelinePayload): Promise<JobResult> {
    const { hours, rows } = await this.rollup.roll(this.pipelines.get(pipeline));
    return this.success({ rows_aggregated: rows, hours });
  }

  private async prune({ pipeline }: PipelinePayload): Promise<JobResult> {
    const { partitionsDropped, consumersDeleted } = await this.retention.prune(this.pipelines.get(pipeline));
    return this.success({ partitions_dropped: partitionsDropped, consumers_deleted: consumersDeleted });
  }

  private success(measures: Record<string, number>): JobResult {
    return { status: 'success', ...measures, timestamp: this.clock.now().toISOString() };
  }
}
