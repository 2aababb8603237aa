import { type DynamicModule, Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config.js';
import { DeadLetters } from './dead-letters.js';
import type { EventPipeline } from './event-pipeline.js';
import { EventPipelines } from './event-pipelines.js';
import { EventPublishers } from './event-publishers.js';
import { HourlyRollup } from './hourly-rollup.js';
import { Retention } from './retention.js';
import { StreamBacklog } from './stream-backlog.js';
import { StreamDrainer } from './stream-drainer.js';
import { StreamKeys } from './stream-keys.js';

export type PipelineFactory = (config: AppConfig) => EventPipeline<unknown>;

const services = [StreamDrainer, HourlyRollup, Retention, DeadLetters, EventPublishers, StreamBacklog];

/** The stream engine, for the pipelines it is given. */
@Module({})
export class StreamPipelineModule {
  static register(factories: readonly PipelineFactory[]): DynamicModule {
    return {
      module: StreamPipelineModule,
      providers: [
        ...services,
        {
          provide: EventPipelines,
          inject: [AppConfig],
          useFactory: (config: AppConfig) => new EventPipelines(factories.map((create) => create(config))),
        },
        {
          provide: StreamKeys,
          inject: [AppConfig],
          useFactory: (config: AppConfig) => new StreamKeys(config.get('redis-ns')),
        },
      ],
      exports: [...services, EventPipelines, StreamKeys],
    };
  }
}
