import { Injectable } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { createRedis } from '../redis/create-redis.js';
import type { EventPipeline } from './event-pipeline.js';
import type { PipelineSection } from './pipeline-settings.js';
import { StreamKeys } from './stream-keys.js';
import { type PublisherStats, StreamPublisher } from './stream-publisher.js';

/** The publishers of this process, which are made here and can be asked how they fare. */
@Injectable()
export class EventPublishers {
  private readonly opened = new Map<string, { stats(): PublisherStats }>();

  constructor(
    private readonly config: AppConfig,
    private readonly keys: StreamKeys,
  ) {}

  /** Undefined, and no connection is made, when the section says that nothing of the kind is to be published. */
  open<E>(
    section: PipelineSection,
    createPipeline: (config: AppConfig) => EventPipeline<E>,
  ): StreamPublisher<E> | undefined {
    if (!this.config.get(`${section}.enabled`)) return undefined;
    const pipeline = createPipeline(this.config);
    const publisher = new StreamPublisher(createRedis(this.config), pipeline, this.keys);
    this.opened.set(pipeline.name, publisher);
    return publisher;
  }

  /** By name of the pipeline. */
  stats(): Map<string, PublisherStats> {
    return new Map([...this.opened].map(([name, publisher]) => [name, publisher.stats()]));
  }
}
