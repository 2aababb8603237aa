import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { runSql } from '../../../src/database/run-sql.js';
import { ensurePartitions } from '../../../src/stream-pipeline/partitions.js';

/** A raw row of route_analytics, as the drainer writes it. */
export interface RouteEventRow {
  timestamp: Date;
  route: string;
  method: string;
  user_id: string | null;
  duration_ms: number;
  status_code: number;
  query_params_normalized: Record<string, unknown>;
  request_size_bytes: number | null;
  response_size_bytes: number | null;
  db_query_count: number | null;
  cache_status: 'hit' | 'miss' | null;
}

const plainEvent: Omit<RouteEventRow, 'timestamp'> = {
  route: '/api/v1/content/{id}',
  method: 'GET',
  user_id: null,
  duration_ms: 10,
  status_code: 200,
  query_params_normalized: {},
  request_size_bytes: null,
  response_size_bytes: 2000,
  db_query_count: 1,
  cache_status: null,
};

let lastStreamId = 0;

/** Stores raw events, in the partitions of their days; what an event does not say is that of a plain success. */
export async function insertRouteEvents(
  dataSource: DataSource,
  events: readonly (Partial<RouteEventRow> & Pick<RouteEventRow, 'timestamp'>)[],
): Promise<void> {
  const times = events.map(({ timestamp }) => timestamp.getTime());
  await ensurePartitions(dataSource, 'route_analytics', Math.min(...times), Math.max(...times));
  const rows = events.map((event) => ({ ...plainEvent, ...event, stream_id: ++lastStreamId }));
  await runSql(
    dataSource,
    sql`
      INSERT INTO route_analytics ("timestamp", stream_id, route, method, user_id, duration_ms, status_code,
        query_params_normalized, request_size_bytes, response_size_bytes, db_query_count, cache_status)
      SELECT "timestamp", stream_id, route, method, user_id, duration_ms, status_code,
        query_params_normalized, request_size_bytes, response_size_bytes, db_query_count, cache_status
      FROM jsonb_populate_recordset(NULL::route_analytics, ${JSON.stringify(rows)}::jsonb)`,
  );
}

/** An hourly row, as far as its readers look at it. */
export interface RouteHourRow {
  timestamp: Date;
  route: string;
  method: string;
  query_params_normalized: Record<string, unknown>;
  total_requests: number;
  successful_requests: number;
  client_errors: number;
  server_errors: number;
  p95_duration_ms: number | null;
  unique_users: number | null;
}

/** Stores hourly rows as they are, with no raw events behind them. */
export async function insertRouteHours(
  dataSource: DataSource,
  hours: readonly (Partial<RouteHourRow> & Pick<RouteHourRow, 'timestamp'>)[],
): Promise<void> {
  const rows = hours.map((hour) => ({
    route: '/api/v1/content/{id}',
    method: 'GET',
    query_params_normalized: {},
    total_requests: 10,
    successful_requests: hour.total_requests ?? 10,
    client_errors: 0,
    server_errors: 0,
    p95_duration_ms: 100,
    unique_users: 1,
    ...hour,
  }));
  await runSql(
    dataSource,
    sql`
      INSERT INTO route_analytics_hourly ("timestamp", route, method, query_params_normalized, total_requests,
        successful_requests, client_errors, server_errors, p95_duration_ms, unique_users)
      SELECT "timestamp", route, method, query_params_normalized, total_requests,
        successful_requests, client_errors, server_errors, p95_duration_ms, unique_users
      FROM jsonb_populate_recordset(NULL::route_analytics_hourly, ${JSON.stringify(rows)}::jsonb)`,
  );
}
