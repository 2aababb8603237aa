/**
 * How soon the last of 1,000 WebSocket clients of one job has an event, from its announcement on Redis. Floor: a server
 * that hands what it hears on Redis to 1,000 sockets and does nothing else.
 */
import { once } from 'node:events';
import { Redis } from 'ioredis';
import sql from 'sql-template-tag';
import { WebSocket } from 'ws';
import { runSql } from '../../src/database/run-sql.js';
import type { JobEvent } from '../../src/generation-jobs/lifecycle/job-event.js';
import { BenchProcess } from '../support/bench-process.js';
import { quantile } from '../support/http-load.js';
import { median } from '../support/measure.js';
import { createJob, type Generation, type Measured } from './generation.js';

const watcherCount = 1_000;
const eventsPerRound = 50;
const openingAtOnce = 50;

/** 1,000 clients of one address, which say when all of them have an event. */
class Watchers {
  private missing = 0;
  private allHave: (() => void) | undefined;

  private constructor(private readonly sockets: readonly WebSocket[]) {
    for (const socket of sockets) {
      socket.on('message', (data: Buffer) => {
        if (data.includes('"processing"') && (this.missing -= 1) === 0) this.allHave?.();
      });
    }
  }

  static async open(url: string): Promise<Watchers> {
    const sockets: WebSocket[] = [];
    while (sockets.length < watcherCount) {
      const opening = Array.from({ length: openingAtOnce }, () => new WebSocket(url));
      await Promise.all(opening.map((socket) => once(socket, 'message')));
      sockets.push(...opening);
    }
    return new Watchers(sockets);
  }

  async haveEvent(): Promise<void> {
    this.missing = watcherCount;
    await new Promise<void>((resolve) => (this.allHave = resolve));
  }

  close(): void {
    for (const socket of this.sockets) socket.terminate();
  }
}

/** Stores and announces events of a job as a worker does, and times how long the last watcher waits for each. */
class Announcer {
  private readonly redis: Redis;

  constructor(
    private readonly generation: Generation,
    private readonly jobId: number,
  ) {
    this.redis = new Redis(generation.config.redisUrl);
  }

  async round(watchers: Watchers): Promise<number[]> {
    const waits: number[] = [];
    for (let index = 0; index < eventsPerRound; index += 1) {
      const event = await this.store();
      const all = watchers.haveEvent();
      const publishedAt = performance.now();
      await this.redis.publish(`genonaut_prod:job:${this.jobId}`, JSON.stringify(event));
      await all;
      waits.push(performance.now() - publishedAt);
    }
    return waits.sort((a, b) => a - b);
  }

  close(): void {
    this.redis.disconnect();
  }

  private async store(): Promise<JobEvent> {
    const timestamp = new Date().toISOString();
    const [row] = await runSql<{ event: JobEvent }>(
      this.generation.dataSource,
      sql`
        WITH counted AS (
          UPDATE generation_jobs SET last_event_seq = last_event_seq + 1 WHERE id = ${this.jobId} RETURNING *
        )
        INSERT INTO generation_job_events (job_id, seq, event)
        SELECT id, last_event_seq, jsonb_build_object('job_id', id, 'seq', last_event_seq, 'status', 'processing',
          'timestamp', ${timestamp}::text, 'progress', 50)
        FROM counted
        RETURNING event`,
    );
    if (!row) throw new Error(`no job ${this.jobId}`);
    return row.event;
  }
}

export async function measureWatchers(generation: Generation, rounds: number): Promise<Measured> {
  const jobId = await createJob(generation, generation.userIds[0]!);
  const bare = await BenchProcess.start<string>('generation/bare-broadcast.js', {
    redisUrl: generation.config.redisUrl,
    channel: `genonaut_prod:job:${jobId}`,
  });
  const announcer = new Announcer(generation, jobId);
  const [product, floor] = [[] as number[][], [] as number[][]];
  for (let round = 0; round < rounds; round += 1) {
    for (const [url, samples] of [
      [`${generation.api.origin.replace('http', 'ws')}/ws/jobs/${jobId}`, product],
      [bare.ready, floor],
    ] as const) {
      const watchers = await Watchers.open(url);
      samples.push(await announcer.round(watchers));
      watchers.close();
    }
  }
  announcer.close();
  await bare.stop();
  const over = (samples: number[][], fraction: number): number =>
    median(samples.map((sample) => quantile(sample, fraction)));
  return {
    figures: {
      last_of_1000_watchers_p50_ms: over(product, 0.5),
      last_of_1000_watchers_p99_ms: over(product, 0.99),
    },
    floors: {
      bare_broadcast_p50_ms: over(floor, 0.5),
      bare_broadcast_p99_ms: over(floor, 0.99),
    },
  };
}
