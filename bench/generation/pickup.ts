/**
 * How soon an idle queue takes up a job: from sending the request that creates it to the announcement that it runs, so
 * HTTP, the row, the queue, the claim and its announcement. Floor: BullMQ from `queue.add` to its processor.
 */
import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { JobEvent } from '../../src/generation-jobs/lifecycle/job-event.js';
import { BenchProcess } from '../support/bench-process.js';
import { quantile } from '../support/http-load.js';
import { median } from '../support/measure.js';
import { createJob, type Generation, type Measured } from './generation.js';

const jobsPerRound = 200;

/** Hears when jobs start and end, whichever comes before it is asked for. */
class Announcements {
  private readonly heard = new Map<string, number>();
  private readonly waiting = new Map<string, (at: number) => void>();

  private constructor(private readonly redis: Redis) {
    redis.on('pmessage', (_pattern, _channel, message: string) => {
      const event = JSON.parse(message) as JobEvent;
      this.hear(`${event.status} ${event.job_id}`);
    });
  }

  static async of({ config }: Generation): Promise<Announcements> {
    const redis = new Redis(config.redisUrl);
    await redis.psubscribe('*:job:*');
    return new Announcements(redis);
  }

  async timeOf(status: JobEvent['status'], jobId: number): Promise<number> {
    const name = `${status} ${jobId}`;
    return this.heard.get(name) ?? (await new Promise((resolve) => this.waiting.set(name, resolve)));
  }

  close(): void {
    this.redis.disconnect();
  }

  private hear(name: string): void {
    const at = performance.now();
    this.heard.set(name, at);
    this.waiting.get(name)?.(at);
    this.waiting.delete(name);
  }
}

async function productRound(generation: Generation, announcements: Announcements): Promise<number[]> {
  const latencies: number[] = [];
  for (let index = 0; index < jobsPerRound; index += 1) {
    const sentAt = performance.now();
    const jobId = await createJob(generation, generation.userIds[index % generation.userIds.length]!);
    latencies.push((await announcements.timeOf('started', jobId)) - sentAt);
    await announcements.timeOf('completed', jobId);
  }
  return latencies.sort((a, b) => a - b);
}

async function floorRound({ config }: Generation): Promise<number[]> {
  const connection = { url: config.redisUrl, maxRetriesPerRequest: null };
  const latencies: number[] = [];
  let taken = (): void => undefined;
  const queue = new Queue('bench', { connection });
  const take = (): Promise<void> => {
    taken();
    return Promise.resolve();
  };
  const worker = new Worker('bench', take, { connection });
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
  for (let index = 0; index < jobsPerRound; index += 1) {
    const sentAt = performance.now();
    const start = new Promise<void>((resolve) => (taken = resolve));
    const done = new Promise((resolve) => worker.once('completed', resolve));
    await queue.add('generate', { job_id: index }, { removeOnComplete: true });
    await start;
    latencies.push(performance.now() - sentAt);
    await done;
  }
  await worker.close();
  await queue.close();
  return latencies.sort((a, b) => a - b);
}

export async function measurePickup(generation: Generation, rounds: number): Promise<Measured> {
  const { config, variables } = generation;
  const input = { connections: config.connections, variables };
  const worker = await BenchProcess.start('support/worker-server.js', input);
  const announcements = await Announcements.of(generation);
  const [product, floor] = [[] as number[][], [] as number[][]];
  for (let round = 0; round < rounds; round += 1) {
    product.push(await productRound(generation, announcements));
    floor.push(await floorRound(generation));
  }
  announcements.close();
  await worker.stop();
  const over = (samples: number[][], fraction: number): number =>
    median(samples.map((sample) => quantile(sample, fraction)));
  return {
    figures: { pickup_p50_ms: over(product, 0.5), pickup_p99_ms: over(product, 0.99) },
    floors: { queue_pickup_p50_ms: over(floor, 0.5), queue_pickup_p99_ms: over(floor, 0.99) },
  };
}
