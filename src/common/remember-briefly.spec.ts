import { rememberBriefly } from './remember-briefly.js';

describe('rememberBriefly', () => {
  const counting = (): (() => Promise<number>) => {
    let loads = 0;
    return () => Promise.resolve(++loads);
  };

  it('shares one load among those who ask at once, and its answer for a while', async () => {
    const ask = rememberBriefly(60_000, counting());
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    expect(await ask()).toBe(1);
  });

  it('loads again when the answer is old', async () => {
    const ask = rememberBriefly(0, counting());
    expect([await ask(), await ask()]).toEqual([1, 2]);
  });

  it('keeps no failure', async () => {
    let isAway = true;
    const ask = rememberBriefly(60_000, () =>
      isAway ? Promise.reject(new Error('away')) : Promise.resolve('here'),
    );
    await expect(ask()).rejects.toThrow('away');
    isAway = false;
    expect(await ask()).toBe('here');
  });
});
