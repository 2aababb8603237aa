/** The thread a training computes in; see training-thread.ts for the other side. */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { trainModel } from './train-model.js';
import { buffersOf, type ThreadMessage, type ThreadTask } from './thread-messages.js';

const port = parentPort as MessagePort;
const { columns, settings } = workerData as ThreadTask;

function post(message: ThreadMessage, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

const result = trainModel(columns, settings, (share, doing) => {
  post({ kind: 'progress', share, doing });
});
post({ kind: 'result', result }, buffersOf(result));
