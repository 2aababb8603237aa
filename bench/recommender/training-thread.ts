import { parentPort, workerData } from 'node:worker_threads';
import { trainChoice, type ModelTraining } from '../../src/recommendations/engine/model-selection.js';
import type { Events } from '../../src/recommendations/engine/events.js';

export interface TrainingTask {
  readonly events: Events;
  readonly training: ModelTraining;
}

/** What a thread says when it has trained. */
export interface Trained {
  readonly seconds: number;
  /** A number of the model, which nothing could have left out of the work. */
  readonly checksum: number;
}

const { events, training } = workerData as TrainingTask;
const startedAt = performance.now();
const model = trainChoice(events, training);
const seconds = (performance.now() - startedAt) / 1000;
const values = model.algorithm === 'ease' ? model.weights : model.itemFactors;
parentPort?.postMessage({
  seconds,
  checksum: values.reduce((sum, value) => sum + value, 0),
} satisfies Trained);
