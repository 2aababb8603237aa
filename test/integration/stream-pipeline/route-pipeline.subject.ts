import type { DataSource } from 'typeorm';
import type { RouteEvent } from '../../../src/analytics/routes/route-event.js';
import { createRouteEventsPipeline } from '../../../src/analytics/routes/route-events.pipeline.js';
import type { PipelineSubject } from './pipeline-subject.js';

export const routePipelineSubject: PipelineSubject<RouteEvent> = {
  title: 'route pipeline',
  hourlyTable: 'route_analytics_hourly',
  prepare: () => Promise.resolve(),
  create: createRouteEventsPipeline,
  event: (key, at) => ({
    route: `/api/v1/${key}`,
    method: 'GET',
    timestamp: at.toISOString(),
    durationMs: 12,
    statusCode: 200,
  }),
  refused: (at) => ({ ...routePipelineSubject.event('nul\0byte', at) }),
  async storedKeys(dataSource: DataSource) {
    const rows = await dataSource.query<{ key: string }[]>(
      `SELECT substr(route, length('/api/v1/') + 1) AS key FROM route_analytics ORDER BY route COLLATE "C"`,
    );
    return rows.map((row) => row.key);
  },
  async hourlyTotals(dataSource: DataSource) {
    const rows = await dataSource.query<{ hour: Date; total: number }[]>(
      `SELECT "timestamp" AS hour, sum(total_requests)::int AS total FROM route_analytics_hourly GROUP BY 1 ORDER BY 1`,
    );
    return Object.fromEntries(rows.map(({ hour, total }) => [hour.toISOString(), total]));
  },
};
