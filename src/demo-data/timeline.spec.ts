import { Timeline } from './timeline.js';
import { dayMs } from '../common/durations.js';

const now = new Date('2026-03-10T17:30:00Z');

function instants(timeline: Timeline, count: number): number[] {
  return Array.from({ length: count }, (_, index) => timeline.at(index / count));
}

describe('Timeline', () => {
  it('goes forward, from the first day to now', () => {
    const all = instants(new Timeline(now, 30, 2), 20_000);

    expect(all).toEqual([...all].sort((first, second) => first - second));
    expect(all[0]).toBe(now.getTime() - 30 * dayMs);
    expect(all.at(-1)).toBeLessThan(now.getTime());
  });

  it('puts more into the later days', () => {
    const middle = now.getTime() - 15 * dayMs;
    const early = instants(new Timeline(now, 30, 2), 10_000).filter((instant) => instant < middle);

    expect(early.length / 10_000).toBeCloseTo(0.25, 1);
  });

  it('is busier in the evening than at night', () => {
    const hours = instants(new Timeline(now, 30, 1), 30_000).map((instant) =>
      new Date(instant).getUTCHours(),
    );
    const [evening, night] = [hours.filter((hour) => hour === 20), hours.filter((hour) => hour === 3)];

    expect(evening.length / night.length).toBeGreaterThan(5);
  });
});
