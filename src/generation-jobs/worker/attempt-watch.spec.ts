import { setTimeout as sleep } from 'node:timers/promises';
import { AttemptWatch, type AttemptWatchOptions } from './attempt-watch.js';
import { ClaimLostError, WorkerStoppingError } from './stop-reasons.js';
import { hourMs } from '../../common/durations.js';

describe('AttemptWatch', () => {
  const watches: AttemptWatch[] = [];
  afterEach(async () => {
    await Promise.all(watches.splice(0).map((watch) => watch.close()));
  });

  function open(options: Partial<AttemptWatchOptions> = {}): AttemptWatch {
    const watch = new AttemptWatch({
      heartbeatMs: hourMs,
      softLimitMs: hourMs,
      hardLimitMs: hourMs,
      farewellMs: 10,
      heartbeat: () => Promise.resolve(true),
      ...options,
    });
    watches.push(watch);
    return watch;
  }

  /** A generation that ends only when it is told to. */
  function obedient({ signal }: AttemptWatch): Promise<never> {
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reject(signal.reason as Error);
      });
    });
  }

  const endless = (): Promise<never> => new Promise(() => undefined);

  it('answers what the generation answers, and throws what it throws', async () => {
    const watch = open();
    expect(await watch.guard(Promise.resolve('picture'))).toBe('picture');
    await expect(watch.guard(Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(watch.stopReason).toBeUndefined();
  });

  it('beats until the claim is lost, and stops the generation then', async () => {
    let beats = 0;
    const watch = open({ heartbeatMs: 1, heartbeat: () => Promise.resolve(++beats < 3) });
    await expect(watch.guard(obedient(watch))).rejects.toThrow(ClaimLostError);
    expect(beats).toBe(3);
  });

  it('takes a heartbeat that fails for no proof of anything', async () => {
    let beats = 0;
    const away = (): Promise<boolean> =>
      ++beats < 3 ? Promise.reject(new Error('away')) : Promise.resolve(false);
    const watch = open({ heartbeatMs: 1, heartbeat: away });
    await expect(watch.guard(obedient(watch))).rejects.toThrow(ClaimLostError);
    expect(beats).toBe(3);
  });

  it('asks a generation to stop at the soft limit', async () => {
    const watch = open({ softLimitMs: 1 });
    await expect(watch.guard(obedient(watch))).rejects.toMatchObject({
      type: 'timeout',
      message: 'No result within 0.001 s',
    });
  });

  it('lets a generation that was asked to stop end in its own time before the hard limit', async () => {
    const watch = open({ softLimitMs: 1 });
    const late = (async () => {
      while (!watch.signal.aborted) await sleep(1);
      await sleep(5);
      return 'late';
    })();
    expect(await watch.guard(late)).toBe('late');
  });

  it('gives up at the hard limit on a generation that does not stop', async () => {
    const watch = open({ softLimitMs: 1, hardLimitMs: 2 });
    await expect(watch.guard(endless())).rejects.toMatchObject({ type: 'timeout' });
  });

  it('waits no longer for a generation when the worker stops', async () => {
    const watch = open();
    const guarded = watch.guard(endless());
    watch.stop(new WorkerStoppingError());
    await expect(guarded).rejects.toThrow(WorkerStoppingError);
    expect(watch.stopReason).toBeInstanceOf(WorkerStoppingError);
  });

  it('lets a generation that was given up say farewell, for a while', async () => {
    const watch = open({ farewellMs: hourMs });
    let hasEnded = false;
    const farewell = obedient(watch).catch(() => sleep(5).then(() => (hasEnded = true)));
    const guarded = watch.guard(farewell);
    watch.stop(new WorkerStoppingError());
    await expect(guarded).rejects.toThrow(WorkerStoppingError);
    expect(hasEnded).toBe(false);
    await watch.close();
    expect(hasEnded).toBe(true);

    const deaf = open();
    void deaf.guard(endless()).catch(() => undefined);
    deaf.stop(new WorkerStoppingError());
    await deaf.close();
  });
});
