import { isJsonObject, type JsonObject } from '../../common/http/fields.decorators.js';
import type { Decoded } from '../../stream-pipeline/event-pipeline.js';
import { decodeJsonEvent, isCount, isOptionalCount, isText } from '../../stream-pipeline/json-event.js';
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

function isParam(value: unknown): boolean {
  return (
    typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  );
}

function isOptionalParams(value: unknown): boolean {
  return value === undefined || (isJsonObject(value) && Object.values(value).every(isParam));
}

/** Far above any template, and inside what an index entry can hold. */
const longestRoute = 500;

/** The first field that is not as it should be; spelt out, because a drain comes by here 80,000 times a second. */
function wrongField(value: JsonObject): keyof RouteEvent | undefined {
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

const codec = { wrongField, ids: ['userId'] };

export function decodeRouteEvent(payload: string): Decoded<RouteEvent> {
  return decodeJsonEvent(payload, codec);
}
