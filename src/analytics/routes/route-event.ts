import { isUuid } from '../../common/http/fields.decorators.js';
import type { Decoded } from '../../stream-pipeline/event-pipeline.js';
import type { RouteParams } from './route-params.js';

/** One finished request. What can be derived from it is derived when it is stored, not while requests wait. */
export interface RouteEvent {
  /** Template, such as `/api/v1/content/{id}`. */
  readonly route: string;
  readonly method: string;
  /** Arrival of the request, ISO-8601 in UTC. */
  readonly timestamp: string;
  readonly durationMs: number;
  readonly statusCode: number;
  /** Whom the request said it acted for; not proven. */
  readonly userId?: string | undefined;
  readonly params?: RouteParams | undefined;
  readonly requestBytes?: number | undefined;
  readonly responseBytes?: number | undefined;
  readonly dbQueries?: number | undefined;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isOptionalCount: Check = (value) => value === undefined || isCount(value);
const isInstant: Check = (value) =>
  typeof value === 'string' && value.endsWith('Z') && !Number.isNaN(Date.parse(value));
const isStatus: Check = (value) => isCount(value) && (value as number) >= 100 && (value as number) <= 599;
const isParam: Check = (value) =>
  typeof value === 'string' || (Array.isArray(value) && value.every(isString));
const isOptionalParams: Check = (value) =>
  value === undefined || (isRecord(value) && Object.values(value).every(isParam));

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A wrong user id is no reason to lose the event: it is dropped by itself. */
const checks: Readonly<Record<Exclude<keyof RouteEvent, 'userId'>, Check>> = {
  route: isText,
  method: isText,
  timestamp: isInstant,
  durationMs: isCount,
  statusCode: isStatus,
  params: isOptionalParams,
  requestBytes: isOptionalCount,
  responseBytes: isOptionalCount,
  dbQueries: isOptionalCount,
};
const checkList = Object.entries(checks);

function parseJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

export function encodeRouteEvent(event: RouteEvent): string {
  return JSON.stringify(event);
}

export function decodeRouteEvent(payload: string): Decoded<RouteEvent> {
  const value = parseJson(payload);
  if (!isRecord(value)) return { ok: false, reason: 'not a JSON object' };
  const wrong = checkList.find(([name, isValid]) => !isValid(value[name]));
  if (wrong) return { ok: false, reason: `${wrong[0]} is missing or not valid` };
  const event = value as unknown as RouteEvent;
  return { ok: true, event: isUuid(event.userId) ? event : { ...event, userId: undefined } };
}
