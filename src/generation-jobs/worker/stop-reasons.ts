/** The job was cancelled, taken back or given to another worker: whatever this attempt makes is not wanted. */
export class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError';

  constructor() {
    super('the claim on the job is lost');
  }
}

/** The process ends, and another one is to do the job. */
export class WorkerStoppingError extends Error {
  override readonly name = 'WorkerStoppingError';

  constructor() {
    super('the worker is stopping');
  }
}
