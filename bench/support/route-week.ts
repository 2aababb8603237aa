import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { createProgressBar } from '../../src/common/progress-bar.js';
import { runSql } from '../../src/database/run-sql.js';
import { ensurePartitions } from '../../src/stream-pipeline/partitions.js';
import { hourMs } from '../../src/common/durations.js';

export const patternCount = 809;
export const eventsPerHour = 60_000;
export const weekHours = 168;

const routes = [
  'content/unified',
  'content/{id}',
  'tags/hierarchy',
  'users/{id}/recommendations',
  'generation-jobs',
];
const userCount = 5000;
const slotCount = 10_000;

/**
 * Patterns of a site: some fifty routes, few without parameters, most told apart by a tag; each with a duration of its
 * own, from 5 ms to 400 ms. Which pattern an event has follows a power law, as a list of slots to draw from.
 */
async function createPatterns(dataSource: DataSource): Promise<number[]> {
  await runSql(
    dataSource,
    sql`
      CREATE TABLE bench_patterns AS
      SELECT
        n AS id,
        CASE WHEN n % 17 = 0 THEN 'POST' ELSE 'GET' END AS method,
        '/api/v1/' || (${routes}::text[])[1 + n % 5] || CASE WHEN n % 7 = 0 THEN '/part-' || n % 40 ELSE '' END AS route,
        jsonb_build_object('page_size', '10', 'sort', 'created_at', 'tag', 'tag ' || n) AS params,
        5 + 395 * power(n * 0.618033988749 % 1, 3) AS median_ms
      FROM generate_series(0, ${patternCount - 1}::int) AS n`,
  );
  const weights = Array.from({ length: patternCount }, (_, i) => (i + 1) ** -0.9);
  const all = weights.reduce((sum, weight) => sum + weight);
  return weights.flatMap((weight, id) => Array<number>(Math.round((weight / all) * slotCount)).fill(id));
}

/**
 * One hour of events, 60 ms apart. Every 74th is dealt out so that each pattern occurs; durations are log-normal and
 * half as long again at night, when a batch job is thought to run.
 */
async function fillHour(dataSource: DataSource, slots: readonly number[], hour: Date): Promise<void> {
  await runSql(
    dataSource,
    sql`
      INSERT INTO route_analytics ("timestamp", stream_id, route, method, user_id, duration_ms, status_code,
        query_params, query_params_normalized, response_size_bytes, error_type, db_query_count)
      SELECT
        ${hour}::timestamptz + n * INTERVAL '60 ms',
        n,
        patterns.route,
        patterns.method,
        CASE WHEN anonymous > 0.3 THEN md5(floor(${userCount}::int * power(visitor, 2))::text)::uuid END,
        round(median_ms * slowness * exp(0.8 * sqrt(-2 * ln(1 - radius)) * cos(2 * pi() * angle))),
        status_code,
        params || '{"page": "1"}',
        params,
        500 + n % 30000,
        CASE WHEN status_code >= 500 THEN 'server_error' WHEN status_code >= 400 THEN 'client_error' END,
        1 + n % 5
      FROM (
        SELECT
          n,
          CASE WHEN n % 74 = 0 AND n / 74 < ${patternCount}::int THEN n / 74
            ELSE (${slots}::int[])[1 + floor(random() * ${slots.length}::int)] END AS pattern,
          (ARRAY[200, 200, 200, 200, 200, 200, 200, 200, 201, 304, 404, 500])[1 + floor(random() * 12)] AS status_code,
          random() AS anonymous,
          random() AS visitor,
          random() AS radius,
          random() AS angle,
          CASE WHEN extract(hour FROM ${hour}::timestamptz) < 6 THEN 1.5 ELSE 1 END AS slowness
        FROM generate_series(0, ${eventsPerHour - 1}::int) AS n
      ) AS draws
      JOIN bench_patterns AS patterns ON patterns.id = draws.pattern`,
  );
}

/** Fills route_analytics with the hours of a week, two at a time. */
export async function fillRouteWeek(dataSource: DataSource, from: Date): Promise<void> {
  const start = from.getTime();
  const hours = Array.from({ length: weekHours }, (_, i) => new Date(start + i * hourMs));
  await ensurePartitions(dataSource, 'route_analytics', start, start + (weekHours - 1) * hourMs);
  const slots = await createPatterns(dataSource);
  const tell = createProgressBar(process.stderr);
  let filled = 0;
  const fillEverySecond = async (first: number): Promise<void> => {
    for (let i = first; i < weekHours; i += 2) {
      await fillHour(dataSource, slots, hours[i] as Date);
      tell(++filled, weekHours, `${(filled * eventsPerHour).toLocaleString('en-US')} events`);
    }
  };
  await Promise.all([fillEverySecond(0), fillEverySecond(1)]);
  await dataSource.query('VACUUM (ANALYZE) route_analytics');
}
