import { readdirSync } from 'node:fs';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { QueueEvents } from 'bullmq';
import sharp from 'sharp';
import { JobType } from '../../../src/generation-jobs/generation-job.entity.js';
import { createLogger } from '../../../src/logging/logger.js';
import { JobQueues } from '../../../src/queue/job-queues.js';
import { tidyGenerationJobsJob } from '../../../src/queue/queue.contracts.js';
import { WorkerModule } from '../../../src/worker.module.js';
import { JobBoard } from './job-board.js';

describe('the upkeep of generation jobs', () => {
  let board: JobBoard;
  let worker: INestApplicationContext;
  let queueEvents: QueueEvents;

  beforeAll(async () => {
    board = await JobBoard.open();
    const module = WorkerModule.register(board.config, createLogger(board.config));
    worker = await NestFactory.createApplicationContext(module, { logger: false });
    const { queue } = tidyGenerationJobsJob;
    queueEvents = new QueueEvents(queue, { connection: { url: board.redis.url }, prefix: board.redis.ns });
    await queueEvents.waitUntilReady();
  });
  afterAll(async () => {
    await queueEvents.close();
    await worker.close();
    await board.close();
  });

  async function tidy(run: string): Promise<Record<string, unknown>> {
    const job = await board.get(JobQueues).add(tidyGenerationJobsJob, {}, `tidy-${run}`);
    return (await job.waitUntilFinished(queueEvents)) as Record<string, unknown>;
  }

  function countFiles(): number {
    const entries = readdirSync(board.config.get('storage-dir'), { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).length;
  }

  it('deletes the events of jobs that ended long ago, old keys, and files that nobody refers to', async () => {
    const userId = await board.createUser();
    const recent = await board.ended((await board.submit(userId)).id);
    const old = await board.ended((await board.submit(userId)).id);
    const picture = await board.submit(userId, { jobType: JobType.Image, width: 64, height: 64 });
    const { contentId } = await board.ended(picture.id);
    const [eventsOfOld, eventsOfRecent] = [await board.events(old.id), await board.events(recent.id)];
    expect(countFiles()).toBeGreaterThan(0);
    await board.dataSource.query(
      `UPDATE generation_jobs SET completed_at = completed_at - interval '25 hours' WHERE id = $1`,
      [old.id],
    );
    await board.dataSource.query(`DELETE FROM content_items WHERE id = $1`, [contentId]);
    await board.dataSource.query(
      `INSERT INTO idempotency_keys (scope, key, body_hash, created_at, expires_at)
       VALUES ('s', 'old', '', now() - interval '2 days', now() - interval '1 day'), ('s', 'new', '', now(), now() + interval '1 day')`,
    );

    expect(await tidy('first')).toMatchObject({ events_deleted: eventsOfOld.length, keys_deleted: 1 });
    expect(countFiles()).toBe(0);
    expect(await board.events(old.id)).toEqual([]);
    expect(await board.events(recent.id)).toEqual(eventsOfRecent);
    expect(await tidy('second')).toMatchObject({ events_deleted: 0, keys_deleted: 0, files_deleted: 0 });
  });

  it('makes pictures that can be looked at', async () => {
    const userId = await board.createUser();
    const { id } = await board.submit(userId, { jobType: JobType.Image, width: 96, height: 64 });
    const { contentId } = await board.ended(id);
    const [row] = await board.dataSource.query<{ path: string }[]>(
      `SELECT content_data AS path FROM content_items WHERE id = $1`,
      [contentId],
    );
    const { format, width, height } = await sharp(
      `${board.config.get('storage-dir')}/${row!.path}`,
    ).metadata();
    expect({ format, width, height }).toEqual({ format: 'png', width: 96, height: 64 });
  });
});
