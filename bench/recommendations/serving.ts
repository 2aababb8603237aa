import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import type { AppConfig } from '../../src/config/app-config.js';
import { runSql } from '../../src/database/run-sql.js';
import { ApiProcess } from '../support/api-process.js';
import { type HttpRequest, quantile, sendEach } from '../support/http-load.js';
import { benchMark } from './prepare.js';

export interface ServingFigures {
  readonly figures: Readonly<Record<string, number>>;
  readonly floors: Readonly<Record<string, number>>;
}

const usersAsked = 1000;
const newcomers = 200;
const actsOfNewcomer = 5;
const likedItems = 500;
/** Enough for every statement to be prepared on every connection and planned for any values. */
const warmUps = 300;

function ask(userId: string, label = 'hybrid-v1'): HttpRequest {
  const body = JSON.stringify({ user_id: userId, algorithm_version: label, limit: 10 });
  return { path: '/api/v1/recommendations/generate', body };
}

async function idsOf(dataSource: DataSource, statement: ReturnType<typeof sql>): Promise<string[]> {
  return (await runSql<{ id: string }>(dataSource, statement)).map(({ id }) => id);
}

/** Users with a history, in an order that has nothing to do with it. */
function activeUsers(dataSource: DataSource): Promise<string[]> {
  return idsOf(
    dataSource,
    sql`
      SELECT u.id FROM users u
      WHERE u.is_active AND u.email NOT LIKE ${`${benchMark}-%`}
        AND (SELECT count(*) FROM (SELECT FROM user_interactions i WHERE i.user_id = u.id LIMIT 20) AS acts) = 20
      ORDER BY md5(u.id::text)
      LIMIT ${usersAsked + warmUps}`,
  );
}

/** Each user likes one more of the items that many like. */
async function actAgain(dataSource: DataSource, users: readonly string[], acts: number): Promise<void> {
  await runSql(
    dataSource,
    sql`
      WITH popular AS (
        SELECT content_id, row_number() OVER (ORDER BY acts DESC, content_id) - 1 AS place
        FROM content_popularity
        ORDER BY acts DESC, content_id
        LIMIT ${likedItems}
      )
      INSERT INTO user_interactions (user_id, content_item_id, interaction_type, interaction_metadata)
      SELECT acting.id, popular.content_id, 'like', jsonb_build_object(${benchMark}::text, TRUE)
      FROM unnest(${users}::uuid[]) WITH ORDINALITY AS acting (id, number)
      CROSS JOIN generate_series(1, ${acts}::int) AS act
      JOIN popular ON popular.place = (31 * acting.number + 7 * act) % ${likedItems}::int`,
  );
}

function comeAnew(dataSource: DataSource): Promise<string[]> {
  return idsOf(
    dataSource,
    sql`
      INSERT INTO users (username, email)
      SELECT 'bench_reco_' || n, ${benchMark}::text || '-' || n || '@example.org'
      FROM generate_series(1, ${newcomers}::int) AS n
      RETURNING id`,
  );
}

/** Asks once for each user, one after the other; milliseconds. */
async function latencies(
  api: ApiProcess,
  requests: readonly HttpRequest[],
  name: string,
): Promise<Record<string, number>> {
  const sorted = (await sendEach(api, requests)).sort((a, b) => a - b);
  return {
    [`${name}_p50_ms`]: quantile(sorted, 0.5),
    [`${name}_p95_ms`]: quantile(sorted, 0.95),
    [`${name}_p99_ms`]: quantile(sorted, 0.99),
  };
}

/** Measures an API that has just started and has been warmed by users other than those measured. */
export async function measureServing(config: AppConfig, dataSource: DataSource): Promise<ServingFigures> {
  const users = await activeUsers(dataSource);
  const [warming, measured] = [users.slice(0, warmUps), users.slice(warmUps)];
  const api = await ApiProcess.start(config);
  try {
    await sendEach(api, warming.map((id) => ask(id)), 4); // prettier-ignore
    const known = await latencies(api, measured.map((id) => ask(id)), 'known'); // prettier-ignore
    const again = await latencies(api, measured.map((id) => ask(id)), 'known_again'); // prettier-ignore
    await actAgain(dataSource, measured, 1);
    const foldIn = await latencies(api, measured.map((id) => ask(id)), 'fold_in'); // prettier-ignore
    const anew = await comeAnew(dataSource);
    const cold = await latencies(api, anew.map((id) => ask(id)), 'unknown'); // prettier-ignore
    await actAgain(dataSource, anew, actsOfNewcomer);
    const newcomer = await latencies(api, anew.map((id) => ask(id, 'hybrid-v2')), 'newcomer'); // prettier-ignore
    const stored = await idsOf(
      dataSource,
      sql`SELECT id::text FROM recommendations ORDER BY md5(id::text) LIMIT ${usersAsked}`,
    );
    const rows = stored.map((id) => ({ path: `/api/v1/recommendations/${id}` }));
    await sendEach(api, rows);
    const floors = await latencies(api, rows, 'one_row');
    const failed = [...api.failedRequests()].reduce((sum, [, count]) => sum + count, 0);
    return {
      figures: { ...known, ...again, ...foldIn, ...newcomer, ...cold, failed_requests: failed },
      floors,
    };
  } finally {
    await api.stop();
  }
}
