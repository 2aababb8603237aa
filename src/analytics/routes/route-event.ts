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

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isOptionalCount(value: unknown): boolean {
  return value === undefined || isCount(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isParam(value: unknown): boolean {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  );
}

function isOptionalParams(value: unknown): boolean {
  return value === undefined || (isRecord(value) && Object.values(value).every(isParam));
}

function parseInstant(value: unknown): number {
  return isText(value) && value.endsWith('Z') ? Date.parse(value) : NaN;
}

/** Far above any template, and inside what an index entry can hold. */
const longestRoute = 500;

/** The first field that is not as it should be; spelt out, because a drain comes by here 80,000 times a second. */
function wrongField(value: Record<string, unknown>): keyof RouteEvent | undefined {
  if (!isText(value.route) || value.route.length > longestRoute) return 'route';
  if (!isText(value.method)) return 'method';
  if (!isCount(value.durationMs)) return 'durationMs';
  if (!isCount(value.statusCode) || Number(value.statusCode) < 100 || Number(value.statusCode) > 599)
    return 'statusCode';
  if (!isOptionalParams(value.params)) return 'params';
  if (!isOptionalCount(value.requestBytes)) return 'requestBytes';
  if (!isOptionalCount(value.responseBytes)) return 'responseBytes';
  return isOptionalCount(value.dbQueries) ? undefined : 'dbQueries';
}

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

/** A wrong user id is no reason to lose the event: it is dropped by itself. */
function withoutWrongUser(event: RouteEvent): RouteEvent {
  return event.userId === undefined || isUuid(event.userId) ? event : { ...event, userId: undefined };
}

export function decodeRouteEvent(payload: string): Decoded<RouteEvent> {
  const value = parseJson(payload);
  if (!isRecord(value)) return { ok: false, reason: 'not a JSON object' };
  const occurredAt = parseInstant(value.timestamp);
  const wrong = Number.isNaN(occurredAt) ? 'timestamp' : wrongField(value);
  if (wrong !== undefined) return { ok: false, reason: `${wrong} is missing or not valid` };
  return { ok: true, event: withoutWrongUser(value as unknown as RouteEvent), occurredAt };
}
