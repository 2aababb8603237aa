import { NestFactory } from '@nestjs/core';
import { QueueEvents } from 'bullmq';
import sql from 'sql-template-tag';
import type { DataSource } from 'typeorm';
import { PreparedStatements } from '../../../src/database/prepared-statements.js';
import { runSql } from '../../../src/database/run-sql.js';
import { createLogger } from '../../../src/logging/logger.js';
import { JobQueues } from '../../../src/queue/job-queues.js';
import { QueueName, refreshTagStatsJob } from '../../../src/queue/queue.contracts.js';
import { TagCardinalityService } from '../../../src/tags/tag-cardinality.service.js';
import { WorkerModule } from '../../../src/worker.module.js';
import { createUser } from '../../support/factories/user.factory.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { createTestDatabase, type TestDatabase, testConfig, testRedis } from '../../support/test-stores.js';
import { insertContent, insertTags, tagContent } from '../database/content-rows.js';

describe('tag statistics', () => {
  const clock = new FixedClock(new Date('2026-05-01T00:00:00.000Z'));
  let database: TestDatabase;
  let db: DataSource;
  let service: TagCardinalityService;
  let keys: number[];
  let items: number[];
  let auto: number[];

  beforeAll(async () => {
    database = await createTestDatabase();
    db = database.dataSource;
    service = new TagCardinalityService(new PreparedStatements(db), clock, db);
    const { id } = await createUser(db);
    keys = await insertTags(db, 5);
    items = await insertContent(db, id, { count: 6 });
    auto = await insertContent(db, id, { count: 4, sourceType: 'auto' });
    await tagContent(db, items, keys.slice(0, 3));
    await tagContent(db, auto, keys.slice(2, 4));
    await runSql(db, sql`DELETE FROM content_tags WHERE content_id = ${items[0]} AND tag_key = ${keys[0]}`);
  });
  afterAll(() => database.drop());

  const stored = (): Promise<unknown[]> =>
    runSql(
      db,
      sql`
        SELECT t.name, s.content_source, s.cardinality
        FROM tag_cardinality_stats s
        JOIN tags t ON t.id = s.tag_id
        ORDER BY t.name, s.content_source`,
    );
  const counted = (): Promise<unknown[]> =>
    runSql(
      db,
      sql`
        SELECT t.name, c.source_type AS content_source, count(DISTINCT c.content_id)::int AS cardinality
        FROM content_tags c
        JOIN tags t ON t.key = c.tag_key
        GROUP BY t.name, c.source_type
        ORDER BY t.name, c.source_type`,
    );

  it('count distinct content per tag and source, as the counters have it', async () => {
    expect(await service.refresh()).toBe(5);
    expect(await stored()).toEqual([
      { name: 'tag 1', content_source: 'items', cardinality: 5 },
      { name: 'tag 2', content_source: 'items', cardinality: 6 },
      { name: 'tag 3', content_source: 'auto', cardinality: 4 },
      { name: 'tag 3', content_source: 'items', cardinality: 6 },
      { name: 'tag 4', content_source: 'auto', cardinality: 4 },
    ]);
    expect(await stored()).toEqual(await counted());
  });

  it('forget tags that are on nothing any more, and follow the others', async () => {
    await service.refresh();
    await runSql(db, sql`DELETE FROM content_items WHERE id = ANY(${auto.slice(1)}::int[])`);
    await runSql(db, sql`DELETE FROM content_tags WHERE tag_key = ${keys[1]}`);
    await runSql(db, sql`UPDATE content_items SET is_private = TRUE WHERE id = ${items[2]}`);
    clock.set(new Date('2026-05-02T00:00:00.000Z'));
    expect(await service.refresh()).toBe(4);
    expect(await stored()).toEqual(await counted());
    const times = await runSql(db, sql`SELECT DISTINCT updated_at FROM tag_cardinality_stats`);
    expect(times).toEqual([{ updated_at: clock.now() }]);
  });

  it('come out right after random tagging', async () => {
    for (let round = 0; round < 5; round += 1) {
      await runSql(db, sql`DELETE FROM content_tags WHERE random() < 0.3`);
      await runSql(
        db,
        sql`
          INSERT INTO content_tags (tag_key, created_at, content_id, source_type, is_private)
          SELECT t.key, c.created_at, c.id, c.source_type, c.is_private
          FROM content_items c, tags t
          WHERE random() < 0.4
          ON CONFLICT DO NOTHING`,
      );
      await service.refresh();
      expect(await stored()).toEqual(await counted());
    }
  });

  it('are made by several at once without one failing', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => service.refresh()));
    expect(new Set(answers).size).toBe(1);
    expect(await stored()).toEqual(await counted());
  });

  it('are made by the worker, which says how many there are', async () => {
    const redis = testRedis();
    const config = testConfig(
      { 'redis-ns': redis.ns, 'log-format': 'json' },
      { databaseUrl: database.url, redisUrl: redis.url },
    );
    const worker = await NestFactory.createApplicationContext(
      WorkerModule.register(config, createLogger(config)),
      { abortOnError: false, logger: false },
    );
    const events = new QueueEvents(QueueName.tags, { connection: { url: redis.url }, prefix: redis.ns });
    await events.waitUntilReady();
    const job = await worker.get(JobQueues).add(refreshTagStatsJob, {}, 'refresh-tag-stats-1');
    expect(await job.waitUntilFinished(events, 10_000)).toEqual({
      status: 'success',
      stats_refreshed: (await counted()).length,
      timestamp: expect.stringMatching(/Z$/),
    });
    await events.close();
    await worker.close();
    await redis.close();
  });
});
