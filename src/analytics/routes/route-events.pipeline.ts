/**
 * The pipeline of finished requests: RouteRecorder ─▶ stream ─▶ route_analytics ─▶ route_analytics_hourly.
 * Normalised parameters and the error type are computed on the way into the table, where they cost no request.
 */
import { largestInteger } from '../../common/largest-integer.js';
import type { AppConfig } from '../../config/app-config.js';
import type { EventPipeline, SinkColumn } from '../../stream-pipeline/event-pipeline.js';
import { encodeJsonEvent } from '../../stream-pipeline/json-event.js';
import { pipelineSettings } from '../../stream-pipeline/pipeline-settings.js';
import { decodeRouteEvent, type RouteEvent } from './route-event.js';
import { normalizeParams, type RouteParams } from './route-params.js';
import { rollUpRouteHours } from './route-rollup.queries.js';

const noParams: RouteParams = {};

/** A client may state any Content-Length it likes. */
function toInteger(value: number | undefined): number | null {
  return value === undefined ? null : Math.min(value, largestInteger);
}

function errorType(statusCode: number): string | null {
  if (statusCode >= 500) return 'server_error';
  return statusCode >= 400 ? 'client_error' : null;
}

function columns(variableParams: ReadonlySet<string>): SinkColumn<RouteEvent>[] {
  const normalized = ({ params }: RouteEvent): string =>
    params === undefined ? '{}' : JSON.stringify(normalizeParams(params, variableParams));
  return [
    { name: 'route', type: 'text', value: (event) => event.route },
    { name: 'method', type: 'text', value: (event) => event.method },
    // Anybody can send any id: those of nobody are not kept.
    {
      name: 'user_id',
      type: 'uuid',
      value: (event) => event.userId?.toLowerCase() ?? null,
      references: { table: 'users', column: 'id' },
    },
    { name: 'duration_ms', type: 'int', value: (event) => toInteger(event.durationMs) },
    { name: 'status_code', type: 'int', value: (event) => event.statusCode },
    { name: 'query_params', type: 'jsonb', value: (event) => JSON.stringify(event.params ?? noParams) },
    { name: 'query_params_normalized', type: 'jsonb', value: normalized },
    { name: 'request_size_bytes', type: 'int', value: (event) => toInteger(event.requestBytes) },
    { name: 'response_size_bytes', type: 'int', value: (event) => toInteger(event.responseBytes) },
    { name: 'error_type', type: 'text', value: (event) => errorType(event.statusCode) },
    { name: 'db_query_count', type: 'int', value: (event) => toInteger(event.dbQueries) },
  ];
}

export function createRouteEventsPipeline(config: AppConfig): EventPipeline<RouteEvent> {
  return {
    name: 'route-analytics',
    streamName: 'route_analytics',
    settings: pipelineSettings(config, 'route-analytics'),
    encode: encodeJsonEvent,
    decode: decodeRouteEvent,
    sink: {
      table: 'route_analytics',
      columns: columns(new Set(config.get('route-analytics.variable-params'))),
    },
    rollup: { run: rollUpRouteHours },
  };
}
