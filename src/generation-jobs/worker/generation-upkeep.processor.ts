import { Processor } from '@nestjs/bullmq';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { forEachSettled } from '../../common/for-each-settled.js';
import { AppConfig } from '../../config/app-config.js';
import { IdempotencyService } from '../../idempotency/idempotency.service.js';
import { ImagesService } from '../../images/images.service.js';
import { handles, type JobHandler, JobProcessor, type JobResult } from '../../queue/job-processor.js';
import { QueueName, repairGenerationEventsJob, tidyGenerationJobsJob } from '../../queue/queue.contracts.js';
import { LostEvents } from '../reporting/lost-events.js';
import { deleteOldEvents } from './job-tidying.queries.js';
import { hourMs } from '../../common/durations.js';

const batchSize = 5_000;

/** Deletes what generation jobs leave behind, once nobody needs it any more, and mends what the analytics missed. */
@Processor(QueueName.generationUpkeep)
export class GenerationUpkeepProcessor extends JobProcessor {
  readonly handlers: readonly JobHandler[] = [
    handles(tidyGenerationJobsJob, () => this.tidy()),
    handles(repairGenerationEventsJob, () => this.repairEvents()),
  ];

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly idempotency: IdempotencyService,
    private readonly images: ImagesService,
    private readonly lostEvents: LostEvents,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** What cannot be tidied at the moment keeps the rest from being tidied no more than the other way round. */
  private async tidy(): Promise<JobResult> {
    const now = this.clock.now();
    const deleted: Record<string, number> = {};
    const work: Record<string, () => Promise<number>> = {
      events_deleted: () => this.deleteEvents(),
      keys_deleted: () => this.idempotency.deleteExpired(now),
      files_deleted: () => this.images.deleteUnreferenced(),
    };
    await forEachSettled(Object.entries(work), async ([measure, remove]) => {
      deleted[measure] = await remove();
    });
    return { status: 'success', ...deleted, timestamp: now.toISOString() };
  }

  private async repairEvents(): Promise<JobResult> {
    const now = this.clock.now();
    const { republished, until, skipped } = await this.lostEvents.repair(now);
    return {
      status: 'success',
      events_republished: republished,
      until: until?.toISOString() ?? null,
      ...(skipped && { skipped }),
      timestamp: now.toISOString(),
    };
  }

  private async deleteEvents(): Promise<number> {
    const retentionMs = this.config.get('generation.event-retention-hours') * hourMs;
    const endedBefore = new Date(this.clock.now().getTime() - retentionMs);
    let deleted = 0;
    for (;;) {
      const batch = await deleteOldEvents(this.dataSource, { endedBefore, limit: batchSize });
      deleted += batch;
      if (batch < batchSize) return deleted;
    }
  }
}
