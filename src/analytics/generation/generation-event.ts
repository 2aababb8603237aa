import { isJsonObject, type JsonObject } from '../../common/http/fields.decorators.js';
import type { Decoded } from '../../stream-pipeline/event-pipeline.js';
import {
  decodeJsonEvent,
  isCount,
  isOptionalCount,
  isOptionalText,
} from '../../stream-pipeline/json-event.js';

export const GenerationEventType = {
  Request: 'request',
  Completion: 'completion',
  Cancellation: 'cancellation',
} as const;
export type GenerationEventType = (typeof GenerationEventType)[keyof typeof GenerationEventType];

export interface ImageDimensions {
  readonly width: number;
  readonly height: number;
}

/** What every event of a generation says. */
interface GenerationMoment {
  readonly generationId?: string | undefined;
  readonly userId?: string | undefined;
  /** ISO-8601 in UTC. */
  readonly timestamp: string;
  /** What is made or by what: `standard`, `comfyui`, `text`, `video`, `audio`. */
  readonly generationType?: string | undefined;
}

/** What is to be made. */
interface GenerationParameters {
  readonly modelCheckpoint?: string | undefined;
  readonly imageDimensions?: ImageDimensions | undefined;
  readonly batchSize?: number | undefined;
}

/** A generation was asked for. */
export interface GenerationRequested extends GenerationMoment, GenerationParameters {
  /** Generations waiting or running when it was. */
  readonly queueLength?: number | undefined;
  readonly promptTokens?: number | undefined;
}

/** A generation ended by itself, well or badly. */
export interface GenerationCompleted extends GenerationMoment, GenerationParameters {
  readonly success: boolean;
  /** From its start to its end; absent when it never started. */
  readonly durationMs?: number | undefined;
  readonly queueWaitTimeMs?: number | undefined;
  readonly generationTimeMs?: number | undefined;
  /** Of a failure. */
  readonly errorType?: string | undefined;
  readonly errorMessage?: string | undefined;
}

/** A generation was called off. */
export type GenerationCancelled = GenerationMoment;

/** One thing that happened to a generation, as it travels. */
export type GenerationEvent = GenerationMoment &
  Partial<GenerationRequested & GenerationCompleted> & { readonly eventType: GenerationEventType };

const eventTypes: ReadonlySet<unknown> = new Set(Object.values(GenerationEventType));

/** Length of the column. */
const longestType = 20;

function areOptionalDimensions(value: unknown): boolean {
  return value === undefined || (isJsonObject(value) && isCount(value.width) && isCount(value.height));
}

/** A completion succeeds or fails; nothing else does either. */
function isOutcome(value: unknown, eventType: unknown): boolean {
  return eventType === GenerationEventType.Completion ? typeof value === 'boolean' : value === undefined;
}

const counts = [
  'durationMs',
  'queueWaitTimeMs',
  'generationTimeMs',
  'batchSize',
  'promptTokens',
  'queueLength',
] as const;
const texts = ['modelCheckpoint', 'errorType', 'errorMessage'] as const;

function wrongField(value: JsonObject): string | undefined {
  if (!eventTypes.has(value.eventType)) return 'eventType';
  if (!isOutcome(value.success, value.eventType)) return 'success';
  if (!areOptionalDimensions(value.imageDimensions)) return 'imageDimensions';
  if (!isOptionalText(value.generationType, longestType)) return 'generationType';
  return (
    counts.find((name) => !isOptionalCount(value[name])) ?? texts.find((name) => !isOptionalText(value[name]))
  );
}

const codec = { wrongField, ids: ['generationId', 'userId'] };

export function decodeGenerationEvent(payload: string): Decoded<GenerationEvent> {
  return decodeJsonEvent(payload, codec);
}
