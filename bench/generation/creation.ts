/** Jobs a second created through HTTP by 16 connections while no worker runs. Floor: 16 bare `queue.add` at a time. */
import { Queue } from 'bullmq';
import { loadHttp } from '../support/http-load.js';
import { median } from '../support/measure.js';
import { connections } from '../support/turns.js';
import { type Generation, type Measured, textJob } from './generation.js';

const turnMs = 3_000;

async function productTurn({ api, userIds }: Generation): Promise<number> {
  let index = 0;
  const next = (): { path: string; body: string } => ({
    path: '/api/v1/generation-jobs',
    body: textJob(userIds[index++ % userIds.length]!),
  });
  const { requests, seconds } = await loadHttp({ target: api, next, connections, milliseconds: turnMs });
  return requests / seconds;
}

async function floorTurn({ config }: Generation): Promise<number> {
  const connection = { url: config.redisUrl, maxRetriesPerRequest: null };
  const queue = new Queue('bench-creation', { connection });
  await queue.waitUntilReady();
  const startedAt = performance.now();
  let added = 0;
  const addUntilDue = async (): Promise<void> => {
    while (performance.now() - startedAt < turnMs) {
      await queue.add('generate', { job_id: added++ });
    }
  };
  await Promise.all(Array.from({ length: connections }, addUntilDue));
  const perSecond = (1000 * added) / (performance.now() - startedAt);
  await queue.obliterate({ force: true });
  await queue.close();
  return perSecond;
}

export async function measureCreation(generation: Generation, rounds: number): Promise<Measured> {
  const [product, floor] = [[] as number[], [] as number[]];
  for (let round = 0; round < rounds; round += 1) {
    product.push(await productTurn(generation));
    floor.push(await floorTurn(generation));
  }
  const [created, added] = [median(product), median(floor)];
  return {
    figures: { created_per_second: created, created_of_bare_queue_add: created / added },
    floors: { queue_add_per_second: added },
  };
}
