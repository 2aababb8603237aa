/** What the codecs of events that travel as one line of JSON have in common. */
import { isJsonObject, isUuid, type JsonObject } from '../common/http/fields.decorators.js';
import type { Decoded } from './event-pipeline.js';

/** What every event says: when it happened, ISO-8601 in UTC. */
interface TimedEvent {
  readonly timestamp: string;
}

interface JsonCodecRules {
  /** Names the first field that is not as it should be. */
  readonly wrongField: (value: JsonObject) => string | undefined;
  /** Fields of ids that anybody can send: a wrong one is dropped, and is no reason to lose the event. */
  readonly ids: readonly string[];
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

export function isOptionalText(value: unknown, longest = Infinity): boolean {
  return value === undefined || (typeof value === 'string' && value.length <= longest);
}

export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

export function isOptionalCount(value: unknown): boolean {
  return value === undefined || isCount(value);
}

function parseJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

function parseInstant(value: unknown): number {
  return isText(value) && value.endsWith('Z') ? Date.parse(value) : NaN;
}

export function encodeJsonEvent(event: TimedEvent): string {
  return JSON.stringify(event);
}

/** Reads what encodeJsonEvent wrote. */
export function decodeJsonEvent<E extends TimedEvent>(
  payload: string,
  { wrongField, ids }: JsonCodecRules,
): Decoded<E> {
  const value = parseJson(payload);
  if (!isJsonObject(value)) return { ok: false, reason: 'not a JSON object' };
  const occurredAt = parseInstant(value.timestamp);
  const wrong = Number.isNaN(occurredAt) ? 'timestamp' : wrongField(value);
  if (wrong !== undefined) return { ok: false, reason: `${wrong} is missing or not valid` };
  for (const id of ids) if (!isUuid(value[id])) value[id] = undefined;
  return { ok: true, event: value as unknown as E, occurredAt };
}
