import { assertOneHandlerEach } from './handler-check.js';
import { type JobHandler, JobProcessor } from './job-processor.js';
import { drainJob, type JobDefinition } from './queue.contracts.js';

class FakeProcessor extends JobProcessor {
  readonly handlers: readonly JobHandler[];

  constructor(...jobs: JobDefinition<unknown>[]) {
    super();
    this.handlers = jobs.map((job) => ({ job, run: () => Promise.reject(new Error('not run here')) }));
  }
}

describe('assertOneHandlerEach', () => {
  it('is content when every job has its handler', () => {
    expect(() => {
      assertOneHandlerEach([drainJob], [new FakeProcessor(drainJob)]);
    }).not.toThrow();
  });

  it('refuses a job without a handler', () => {
    expect(() => {
      assertOneHandlerEach([drainJob], [new FakeProcessor()]);
    }).toThrow("job 'drain' has 0 handlers");
  });

  it('refuses a job with two handlers', () => {
    expect(() => {
      assertOneHandlerEach([drainJob], [new FakeProcessor(drainJob), new FakeProcessor(drainJob)]);
    }).toThrow("job 'drain' has 2 handlers");
  });
});
