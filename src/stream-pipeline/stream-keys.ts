import type { EventPipeline } from './event-pipeline.js';

/** Consumer group every drainer reads in. */
export const consumerGroup = 'analytics';

/** The one field of a stream entry: the event as JSON. */
export const payloadField = 'event';

/** Names of a pipeline's Redis keys within the namespace of this environment. */
export class StreamKeys {
  constructor(private readonly namespace: string) {}

  /** Shard 0 has the plain name, so that adding shards strands no entries. */
  stream(pipeline: EventPipeline<unknown>, shard: number): string {
    const key = `${this.namespace}:${pipeline.streamName}:stream`;
    return shard === 0 ? key : `${key}:${shard}`;
  }

  streams(pipeline: EventPipeline<unknown>): string[] {
    return Array.from({ length: pipeline.settings.shards }, (_, shard) => this.stream(pipeline, shard));
  }

  dead(pipeline: EventPipeline<unknown>): string {
    return `${this.namespace}:${pipeline.streamName}:dead`;
  }
}
