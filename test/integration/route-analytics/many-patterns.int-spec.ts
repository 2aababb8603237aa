import { createRouteEventsPipeline } from '../../../src/analytics/routes/route-events.pipeline.js';
import { HourlyRollup } from '../../../src/stream-pipeline/hourly-rollup.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { createTestDatabase, type TestDatabase, testConfig } from '../../support/test-stores.js';

describe('an hour in which no two requests are alike', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it('is rolled up row for row, by a plan that stands up to a partition without statistics', async () => {
    const { dataSource } = database;
    await dataSource.query(`SELECT ensure_event_partitions('route_analytics', '2026-01-01', '2026-01-01')`);
    await dataSource.query(
      `INSERT INTO route_analytics ("timestamp", stream_id, route, method, duration_ms, status_code, query_params_normalized)
       SELECT '2026-01-01T10:00:00Z', n, '/x', 'GET', n % 500, 200, jsonb_build_object('q', n)
       FROM generate_series(1, 50000) AS n`,
    );
    const rollup = new HourlyRollup(dataSource, new FixedClock(new Date('2026-01-01T12:00:00Z')));
    const result = await rollup.roll(createRouteEventsPipeline(testConfig()), {
      from: new Date('2026-01-01'),
    });
    expect(result).toEqual({ hours: 1, rows: 50_000 });
  });
});
