import { FixedClock } from '../../../test/support/fixed-clock.js';
import { Refreshed } from './refreshed.js';

const spin = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

describe('a refreshed value', () => {
  let clock: FixedClock;
  let reads: number;
  const later = (ms: number): void => {
    clock.set(new Date(clock.now().getTime() + ms));
  };
  beforeEach(() => {
    clock = new FixedClock(new Date('2026-01-01'));
    reads = 0;
  });

  it('is kept for fifty times as long as reading it takes', async () => {
    const value = new Refreshed(async () => {
      spin(10);
      return Promise.resolve((reads += 1));
    }, clock);
    expect(await value.get()).toBe(1);
    later(499);
    expect(await value.get()).toBe(1);
    later(3_600_000);
    expect(await value.get()).toBe(2);
  });

  it('is handed out while it is read anew, unless it is long out of date', async () => {
    let finish!: (value: number) => void;
    const slow = new Promise<number>((resolve) => (finish = resolve));
    const value = new Refreshed(async () => {
      reads += 1;
      if (reads === 2) return slow;
      spin(10);
      return Promise.resolve(reads);
    }, clock);
    await value.get();
    later(600);
    expect(await Promise.all([value.get(), value.get()])).toEqual([1, 1]);
    later(3_600_000);
    const waiting = value.get();
    finish(2);
    expect(await waiting).toBe(2);
    expect(reads).toBe(2);
  });

  it('is handed out when it cannot be read anew', async () => {
    const value = new Refreshed(() => {
      spin(10);
      reads += 1;
      return reads === 1 ? Promise.resolve(reads) : Promise.reject(new Error('away'));
    }, clock);
    await value.get();
    later(600);
    expect([await value.get(), await value.get()]).toEqual([1, 1]);
    later(3_600_000);
    await expect(value.get()).rejects.toThrow('away');
  });

  it('is read once for all who ask at a time', async () => {
    const value = new Refreshed(() => Promise.resolve((reads += 1)), clock);
    expect(await Promise.all([value.get(), value.get(), value.get()])).toEqual([1, 1, 1]);
  });

  it('is asked for again after reading it failed', async () => {
    const value = new Refreshed(() => {
      reads += 1;
      return reads === 1 ? Promise.reject(new Error('away')) : Promise.resolve(reads);
    }, clock);
    await expect(value.get()).rejects.toThrow('away');
    expect(await value.get()).toBe(2);
  });
});
