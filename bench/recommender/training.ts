import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../../src/config/project-root.js';
import { addPanelProduct, Panel, panelWidth } from '../../src/recommendations/engine/panel.js';
import { size, syntheticEvents } from './synthetic-events.js';
import type { Trained, TrainingTask } from './training-thread.js';

export interface TrainingFigures {
  readonly easeSeconds: number;
  /** Multiply-adds of the inverse alone, n³/2, to the time of the whole training. */
  readonly multiplyAddsPerSecond: number;
  /** Of the same inner loop on numbers that never leave the cache. */
  readonly floorPerSecond: number;
  /** By how much the memory of this process grew at most. */
  readonly easePeakMegabytes: number;
  readonly alsSeconds: number;
}

const mebibyte = 2 ** 20;

async function trainInThread(task: TrainingTask): Promise<Trained> {
  const worker = new Worker(join(projectRoot, 'dist/bench/recommender/training-thread.js'), {
    workerData: task,
  });
  const [trained] = (await once(worker, 'message')) as [Trained];
  await once(worker, 'exit');
  if (!Number.isFinite(trained.checksum)) throw new Error('the training left no numbers');
  return trained;
}

/** Products of two panels of 256 rows, again and again: the best of some rounds, as what else runs only slows it down. */
function measureFloor(): number {
  const rows = 256;
  const [rounds, products] = [40, 50];
  const panel = new Panel(rows);
  panel.values.fill(1e-3);
  const target = { values: new Float64Array(rows * rows), size: rows, isLower: false };
  const all = { ...target, rows: [0, rows], columns: [0, rows] } as const;
  let best = Infinity;
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    for (let product = 0; product < products; product++) addPanelProduct(all, panel, panel, 1);
    best = Math.min(best, performance.now() - startedAt);
  }
  return (products * rows * rows * panelWidth * 1000) / best;
}

/** Must come first: a process remembers the most memory it ever used. */
export async function measureTraining(): Promise<TrainingFigures> {
  const events = syntheticEvents();
  console.error(`training on ${events.users.length.toLocaleString('en-US')} interactions`);
  const before = process.memoryUsage.rss();
  const ease = await trainInThread({
    events,
    training: { algorithm: 'ease', options: { lambda: 300, sessionLength: 60 } },
  });
  const easePeakMegabytes = (process.resourceUsage().maxRSS * 1024 - before) / mebibyte;
  const als = await trainInThread({
    events,
    training: {
      algorithm: 'als',
      options: { factors: 64, alpha: 2, regularization: 30, iterations: 10, seed: 1 },
    },
  });
  return {
    easeSeconds: ease.seconds,
    multiplyAddsPerSecond: size.items ** 3 / 2 / ease.seconds,
    floorPerSecond: measureFloor(),
    easePeakMegabytes,
    alsSeconds: als.seconds,
  };
}
