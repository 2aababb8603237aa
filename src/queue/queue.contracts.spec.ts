import { UnrecoverableError } from 'bullmq';
import {
  allJobs,
  drainJob,
  generateJob,
  QueueName,
  refreshTagStatsJob,
  rollupJob,
} from './queue.contracts.js';

describe('job contracts', () => {
  it('name each job once per queue, without characters BullMQ forbids', () => {
    const names = allJobs.map((job) => `${job.queue}.${job.name}`);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z-]+\.[a-z-]+$/);
  });

  it('accept their payloads', () => {
    expect(drainJob.parse({ pipeline: 'route-analytics' })).toEqual({ pipeline: 'route-analytics' });
    expect(rollupJob.parse({ pipeline: 'p', more: 1 })).toEqual({ pipeline: 'p' });
    expect(refreshTagStatsJob.parse({})).toEqual({});
    expect(generateJob.parse({ job_id: 7, more: 1 })).toEqual({ job_id: 7 });
  });

  it.each([undefined, null, 'text'])('refuse %j for good', (payload) => {
    for (const job of allJobs) expect(() => job.parse(payload)).toThrow(UnrecoverableError);
  });

  it.each([{}, { pipeline: 7 }])('refuse %j for good where a pipeline must be named', (payload) => {
    for (const job of allJobs.filter(({ queue }) => queue === QueueName.pipelines))
      expect(() => job.parse(payload)).toThrow(UnrecoverableError);
  });

  it.each([{}, { job_id: '7' }, { job_id: 0 }, { job_id: 1.5 }])(
    'refuse %j for good where a generation job must be named',
    (payload) => {
      expect(() => generateJob.parse(payload)).toThrow(UnrecoverableError);
    },
  );
});
