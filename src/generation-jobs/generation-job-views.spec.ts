import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { FixedClock } from '../../test/support/fixed-clock.js';
import type { QueueForecast } from './forecast/queue-forecast.js';
import { GenerationJob } from './generation-job.entity.js';
import { GenerationJobViews } from './generation-job-views.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const job = Object.assign(new GenerationJob(), { id: 7, status: 'pending', createdAt: now, updatedAt: now });

describe('a job of which nothing can be foretold', () => {
  it('is shown all the same, and the reason logged once a minute', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const clock = new FixedClock(now);
    const of = (): Promise<never> => Promise.reject(new Error('canceling statement'));
    const views = new GenerationJobViews({ of } as unknown as QueueForecast, clock);
    const unknown = { id: 7, queue_position: null, expected_start_seconds: null };

    expect(await views.show(job)).toMatchObject(unknown);
    const page = await views.showPage({ items: [job] } as Parameters<typeof views.showPage>[0]);
    expect(page.items).toEqual([expect.objectContaining(unknown)]);
    expect(warn.mock.calls).toEqual([[expect.stringContaining('canceling statement')]]);

    clock.set(new Date(now.getTime() + 60_000));
    await views.show(job);
    expect(warn).toHaveBeenCalledTimes(2);
    warn.mockRestore();
  });
});
