/**
 * The pipeline of what becomes of generations: JobReporter ─▶ MetricsService ─▶ stream ─▶ generation_events ─▶
 * generation_metrics_hourly. An event that is published again is stored once, because its time, its generation and
 * its type are the same and unique together (uq_generation_events_once).
 */
import { largestInteger } from '../../common/largest-integer.js';
import type { AppConfig } from '../../config/app-config.js';
import type { EventPipeline, SinkColumn } from '../../stream-pipeline/event-pipeline.js';
import { encodeJsonEvent } from '../../stream-pipeline/json-event.js';
import { pipelineSettings } from '../../stream-pipeline/pipeline-settings.js';
import { decodeGenerationEvent, type GenerationEvent } from './generation-event.js';
import { rollUpGenerationHours } from './generation-rollup.queries.js';

type IntegerField = {
  [K in keyof GenerationEvent]-?: GenerationEvent[K] extends number | undefined ? K : never;
}[keyof GenerationEvent];

function integerColumn(name: string, field: IntegerField): SinkColumn<GenerationEvent> {
  return {
    name,
    type: 'int',
    value: (event) => {
      const value = event[field];
      return value === undefined ? null : Math.min(value, largestInteger);
    },
  };
}

type TextField = 'eventType' | 'generationType' | 'errorType' | 'errorMessage' | 'modelCheckpoint';

function textColumn(name: string, field: TextField): SinkColumn<GenerationEvent> {
  return { name, type: 'text', value: (event) => event[field] ?? null };
}

/** No reference to users: the events outlive them. */
function uuidColumn(name: string, field: 'generationId' | 'userId'): SinkColumn<GenerationEvent> {
  return { name, type: 'uuid', value: (event) => event[field] ?? null };
}

const columns: readonly SinkColumn<GenerationEvent>[] = [
  textColumn('event_type', 'eventType'),
  uuidColumn('generation_id', 'generationId'),
  uuidColumn('user_id', 'userId'),
  textColumn('generation_type', 'generationType'),
  integerColumn('duration_ms', 'durationMs'),
  { name: 'success', type: 'boolean', value: (event) => event.success ?? null },
  textColumn('error_type', 'errorType'),
  textColumn('error_message', 'errorMessage'),
  integerColumn('queue_wait_time_ms', 'queueWaitTimeMs'),
  integerColumn('generation_time_ms', 'generationTimeMs'),
  textColumn('model_checkpoint', 'modelCheckpoint'),
  {
    name: 'image_dimensions',
    type: 'jsonb',
    value: ({ imageDimensions }) => (imageDimensions ? JSON.stringify(imageDimensions) : null),
  },
  integerColumn('batch_size', 'batchSize'),
  integerColumn('prompt_tokens', 'promptTokens'),
  integerColumn('queue_length', 'queueLength'),
];

export function createGenerationEventsPipeline(config: AppConfig): EventPipeline<GenerationEvent> {
  return {
    name: 'generation-events',
    streamName: 'generation_events',
    settings: pipelineSettings(config, 'generation-analytics'),
    encode: encodeJsonEvent,
    decode: decodeGenerationEvent,
    sink: { table: 'generation_events', columns },
    rollup: { run: rollUpGenerationHours },
  };
}
