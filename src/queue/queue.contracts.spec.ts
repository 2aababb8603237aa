import { UnrecoverableError } from 'bullmq';
import { allJobs, drainJob, rollupJob } from './queue.contracts.js';

describe('job contracts', () => {
  it('name each job once per queue, without characters BullMQ forbids', () => {
    const names = allJobs.map((job) => `${job.queue}.${job.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z-]+\.[a-z-]+$/);
  });

  it('accept their payloads', () => {
    expect(drainJob.parse({ pipeline: 'route-analytics' })).toEqual({ pipeline: 'route-analytics' });
    const range = {
      pipeline: 'p',
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-02T00:00:00Z',
      includeCurrent: true,
    };
    expect(rollupJob.parse(range)).toEqual(range);
  });

  it.each([undefined, null, 'text', {}, { pipeline: 7 }])('refuse %j for good', (payload) => {
    for (const job of allJobs) expect(() => job.parse(payload)).toThrow(UnrecoverableError);
  });

  it('refuse a rollup of hours that are no times', () => {
    expect(() => rollupJob.parse({ pipeline: 'p', from: 'yesterday' })).toThrow(UnrecoverableError);
  });
});
