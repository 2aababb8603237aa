/**
 * `npm run bench drain`: events a second from the Redis stream to the raw table, duplicates refused and dirty hours
 * marked, beside the floor: COPY of the very same rows into the same table from memory. The two take turns.
 */
import { Readable } from 'node:stream';
import { pipeline as streamPipeline } from 'node:stream/promises';
import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { DataSource } from 'typeorm';
import type { RouteEvent } from '../src/analytics/routes/route-event.js';
import { createRouteEventsPipeline } from '../src/analytics/routes/route-events.pipeline.js';
import { SystemClock } from '../src/common/clock.js';
import type { AppConfig } from '../src/config/app-config.js';
import { createRedis } from '../src/redis/create-redis.js';
import { StreamAppender } from '../src/stream-pipeline/stream-appender.js';
import { StreamDrainer } from '../src/stream-pipeline/stream-drainer.js';
import { StreamKeys } from '../src/stream-pipeline/stream-keys.js';
import { withBenchDatabase } from './support/bench-database.js';
import { median, timed } from './support/measure.js';
import { report } from './support/report.js';

const rounds = 7;
const eventsPerRound = 100_000;
const eventsPerSecond = 500;
const users = 500;
const chunkBytes = 65_536;

const targets = { events_per_second: 40_000, ratio_to_copy: 0.35 };

const userId = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Requests like those of the demo: half with parameters, a third of known users, arriving in order. */
function eventAt(index: number, startMs: number): RouteEvent {
  return {
    route: ['/api/v1/content/unified', '/api/v1/content/{id}', '/api/v1/tags/{id}/content'][index % 3] ?? '',
    method: 'GET',
    timestamp: new Date(startMs + (index * 1000) / eventsPerSecond).toISOString(),
    durationMs: (index * 7919) % 400,
    statusCode: index % 50 === 0 ? 404 : 200,
    userId: index % 3 === 0 ? userId(index % users) : undefined,
    params:
      index % 2 === 0
        ? { page_size: '10', page: String(index % 9), content_types: ['regular', 'auto'] }
        : undefined,
    responseBytes: 4_000 + (index % 3_000),
    dbQueries: index % 6,
  };
}

class DrainBench {
  private readonly redis;
  private readonly drainer;
  private readonly keys;
  private readonly pipeline;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: AppConfig,
  ) {
    this.redis = createRedis(config, { enableOfflineQueue: true });
    this.keys = new StreamKeys(config.get('redis-ns'));
    this.drainer = new StreamDrainer(dataSource, this.redis, this.keys, new SystemClock());
    this.pipeline = createRouteEventsPipeline(config);
  }

  async fillStream(): Promise<void> {
    const appender = new StreamAppender(this.redis);
    const startMs = Date.now() - (eventsPerRound * 1000) / eventsPerSecond;
    for (let index = 0; index < eventsPerRound; index += 1_000) {
      const payloads = Array.from({ length: 1_000 }, (_, offset) =>
        this.pipeline.encode(eventAt(index + offset, startMs)),
      );
      await appender.append(this.keys.stream(this.pipeline, 0), 2 * eventsPerRound, payloads);
    }
  }

  /** Seconds for the whole stream. */
  async drain(): Promise<number> {
    await this.dataSource.query('TRUNCATE route_analytics');
    await this.fillStream();
    const started = performance.now();
    const { inserted, duplicates, dead } = await this.drainer.drain(this.pipeline);
    const seconds = (performance.now() - started) / 1000;
    if (inserted !== eventsPerRound || duplicates + dead > 0)
      throw new Error('the drain did not store every event once');
    return seconds;
  }

  /** Seconds for COPY of the rows the drain has just stored. */
  async copy(): Promise<number> {
    const client = new pg.Client({ connectionString: this.config.databaseUrl });
    await client.connect();
    try {
      const rows = await buffer(client.query(copyTo('COPY (SELECT * FROM route_analytics) TO STDOUT')));
      await client.query('TRUNCATE route_analytics');
      const chunks = Array.from({ length: Math.ceil(rows.length / chunkBytes) }, (_, index) =>
        rows.subarray(index * chunkBytes, (index + 1) * chunkBytes),
      );
      const copyIn = client.query(copyFrom('COPY route_analytics FROM STDIN'));
      return (await timed(() => streamPipeline(Readable.from(chunks), copyIn))) / 1000;
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    await this.redis.flushall();
    this.redis.disconnect();
  }
}

async function run(dataSource: DataSource, config: AppConfig): Promise<void> {
  await dataSource.query(
    `INSERT INTO users (id, username, email)
     SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'user_' || n, 'user' || n || '@example.com'
     FROM generate_series(0, $1) AS n`,
    [users - 1],
  );
  const bench = new DrainBench(dataSource, config);
  const seconds = { drain: [] as number[], copy: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    const drain = await bench.drain();
    const copy = await bench.copy();
    if (round === 0) continue; // warms both
    seconds.drain.push(drain);
    seconds.copy.push(copy);
  }
  await bench.close();
  const figures = {
    events_per_second: eventsPerRound / median(seconds.drain),
    ratio_to_copy: median(seconds.copy) / median(seconds.drain),
  };
  const floors = { copy_rows_per_second: eventsPerRound / median(seconds.copy) };
  const targetsMet =
    figures.events_per_second >= targets.events_per_second && figures.ratio_to_copy >= targets.ratio_to_copy;
  report({ bench: 'drain', figures, floors, targets, targetsMet });
}

await withBenchDatabase('drain', run);
