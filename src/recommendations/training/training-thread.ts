import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../../config/project-root.js';
import { buffersOf, type ThreadMessage, type ThreadTask } from './thread-messages.js';
import type { TrainingProgress, TrainingResult } from './train-model.js';

/** Compiled, also when the caller is TypeScript under test: a thread starts without transforms. */
const script = join(projectRoot, 'dist', 'src', 'recommendations', 'training', 'training.worker.js');

/** Somebody asked the training to stop before it was done. */
export class TrainingStoppedError extends Error {
  override readonly name = 'TrainingStoppedError';

  constructor() {
    super('the training was stopped; nothing was stored');
  }
}

/** Resolves with the thread's result; rejects with its error, or when it ends without either. */
async function resultOf(worker: Worker, onProgress: TrainingProgress): Promise<TrainingResult> {
  return await new Promise((resolve, reject) => {
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'result') resolve(message.result);
      else onProgress(message.share, message.doing);
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`the training thread ended with ${code} and no result`));
    });
  });
}

/**
 * Computes a training in a thread of its own, so that this one goes on answering. The columns are handed over: they are
 * empty here afterwards. Whatever happens, the thread has ended when this is settled.
 * @throws the reason of `stop`, once it is given
 */
export async function trainInThread(
  task: ThreadTask,
  onProgress: TrainingProgress,
  stop: AbortSignal,
): Promise<TrainingResult> {
  stop.throwIfAborted();
  const worker = new Worker(script, { workerData: task, transferList: buffersOf(task), execArgv: [] });
  const terminate = (): void => void worker.terminate();
  stop.addEventListener('abort', terminate);
  try {
    return await resultOf(worker, onProgress);
  } catch (error) {
    throw stop.aborted ? (stop.reason as Error) : error;
  } finally {
    stop.removeEventListener('abort', terminate);
    await worker.terminate();
  }
}
